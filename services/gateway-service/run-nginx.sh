#!/bin/sh
# Runs nginx with its nginx.conf. Writes the names under which people reach it where nginx.conf looks for them, and reloads it
# whenever the addresses behind the services' names change, as by docker-compose up --scale: nginx looks names up only when
# it starts or is reloaded (with `resolve`, since 1.27.3, also later, but older ones are to work too). Starts once every
# service has an address; one that has lost all its own keeps them.
set -eu
conf=${NGINX_CONF:-/etc/nginx/nginx.conf}
every_seconds=${FOLLOW_SECONDS:-5}
services=$(sed -n 's/^ *server \([a-z-]*\):[0-9]* max_fails=1 .*/\1/p' "$conf")
names_folder=$(sed -n 's|^ *include \(.*\)/allowed-hosts.map;|\1|p' "$conf")

# They become a part of the configuration, so nothing but names may be in them.
refuse() {
  echo "$1" >&2
  exit 1
}
public_url=${PUBLIC_URL:-}
public_url=${public_url%/}
[ -z "$public_url" ] || echo "$public_url" | grep -Eqx 'https?://[A-Za-z0-9._-]+(:[0-9]+)?|https?://\[[0-9a-fA-F:.]+\](:[0-9]+)?' ||
  refuse 'PUBLIC_URL must be a URL without a path, such as https://meet.example.com.'
[ -z "${ALLOWED_HOSTS:-}" ] || echo "$ALLOWED_HOSTS" | grep -Eqx '[A-Za-z0-9._-]+(,[A-Za-z0-9._-]+)*' ||
  refuse 'ALLOWED_HOSTS must be host names without ports separated by commas, such as meet.example.com,meet.local.'
# Literal addresses need no line.
public_host=$(echo "$public_url" | sed -n -E 's|^https?://([A-Za-z0-9._-]+)(:[0-9]+)?$|\1|p')
echo "$public_host,${ALLOWED_HOSTS:-}" | tr ',' '\n' | tr 'A-Z' 'a-z' | sort -u |
  sed -n 's/^\(..*\)$/"\1" "";/p' >"$names_folder/allowed-hosts.map"
echo "$public_url" | sed -n 's/^\(..*\)$/"\1" 1;/p' >"$names_folder/public-origin.map"

# One line for each address, or nothing where a service has none.
addresses() {
  found=
  for service in $services; do
    of_service=$(getent ahostsv4 "$service" | awk -v service="$service" '$2 == "STREAM" { print service, $1 }' | sort)
    [ -n "$of_service" ] || return 0
    found="$found$of_service
"
  done
  echo "$found"
}

known=$(addresses)
while [ -z "$known" ]; do
  sleep "$every_seconds"
  known=$(addresses)
done

# In the background, since this process becomes nginx, and with it what signals are for; it ends when nginx is gone.
while sleep "$every_seconds" && kill -0 $$ 2>/dev/null; do
  now=$(addresses)
  if [ -n "$now" ] && [ "$now" != "$known" ] && nginx -c "$conf" -s reload; then known=$now; fi
done &
exec nginx -c "$conf" -g 'daemon off;'

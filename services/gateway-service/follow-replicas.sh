#!/bin/sh
# Runs nginx with its nginx.conf, and reloads it whenever the addresses behind the services' names change, as by
# docker-compose up --scale: nginx looks names up only when it starts or is reloaded (with `resolve`, since 1.27.3, also
# later, but older ones are to work too). Starts once every service has an address; one that has lost all its own keeps them.
set -eu
conf=${NGINX_CONF:-/etc/nginx/nginx.conf}
every_seconds=${FOLLOW_SECONDS:-5}
services=$(sed -n 's/^ *server \([a-z-]*\):[0-9]* max_fails=1 .*/\1/p' "$conf")

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

import { INTERNAL_HEADERS, type ServiceName } from '@w2meet/contract'
import { firstAttemptMs, KEEP_ALIVE_MS } from '@w2meet/service-kit'
import { guardMaps } from './nginx-guard.ts'
import { problemMaps, problemPages } from './nginx-problems.ts'
import { BODY_LIMITS, routeMaps } from './nginx-routes.ts'
import { siteLocations, siteMaps } from './nginx-site.ts'

export type NginxOptions = {
  /** Address and port, or port. */
  listen: string
  /** `host:port` of the replicas; a host name stands for all addresses it has when nginx starts or is reloaded. */
  replicas: Record<ServiceName, readonly string[]>
  /** Absolute, writable: where nginx keeps its pid and large bodies, and finds the names that run-nginx.sh wrote. */
  stateFolder: string
  /** Absolute: the gateway's own pages, as `writeSite` leaves them. */
  siteFolder: string
  /** `/dev/stdout`, or a file. */
  accessLog: string
  /** How long the services may be silent; longer than they give each other. */
  timeoutMs: number
}

/** Room for the addresses of 200 people in a query, as Node.js has it. */
const HEADERS_BYTES = 16 * 1024
const KEEP_ALIVE_SECONDS = KEEP_ALIVE_MS / 1_000
/** Shorter than the services keep an idle connection, lest a request be sent into one that is being closed. */
const IDLE_SECONDS = KEEP_ALIVE_SECONDS - 1

/** The gateway as an nginx.conf: made from the route table, for nginx 1.22 and later. */
export function nginxConf({ listen, replicas, stateFolder, siteFolder, accessLog, timeoutMs }: NginxOptions): string {
  return `# Made from the route table by: npm run nginx-conf. Changes belong there.
worker_processes auto;
worker_shutdown_timeout 10s;
pcre_jit on;
pid ${stateFolder}/nginx.pid;
# Lines of a lower level are about one request, whose address may name a person.
error_log stderr crit;

events {
  worker_connections 4096;
}

http {
${indent(`${tempPaths(stateFolder)}
server_tokens off;
tcp_nodelay on;
keepalive_timeout ${KEEP_ALIVE_SECONDS}s ${KEEP_ALIVE_SECONDS}s;
# Slow clients: headers have ten seconds in all, as in the services. What reads nothing of its answer is reset, which frees the answer.
client_header_timeout 10s;
client_body_timeout 10s;
send_timeout 30s;
reset_timedout_connection on;
lingering_time 5s;
lingering_timeout 2s;
client_max_body_size ${Math.max(...BODY_LIMITS)};
client_body_buffer_size 128k;
map_hash_bucket_size 128;
large_client_header_buffers 4 ${HEADERS_BYTES};

# A Case-Id is kept where it is well formed, and made otherwise: a UUIDv4, see docs/decisions/${DECISION}.
map $request_id $made_case_id {
  "~^(?<a>.{8})(?<b>.{4}).(?<c>.{3}).(?<d>.{3})(?<e>.{12})$" "$a-$b-4$c-a$d-$e";
}
map $http_case_id $case_id {
  default $made_case_id;
  "~^[A-Za-z0-9._:-]{1,128}$" $http_case_id;
}

${logVariables()}
access_log ${accessLog} json;

# Requests that change nothing and have no body: nginx cannot send a body again that it passes on as it comes.
map "$method $http_transfer_encoding$http_content_length" $may_repeat {
  "~^(?:GET|HEAD) 0?$" 1;
}

# nginx takes PUT and DELETE for such as may be sent again though they had an effect.
map $method $pass_on {
  default once;
  "~^(?:POST|PATCH)$" until-sent;
}

${routeMaps()}

${guardMaps(stateFolder)}

${problemMaps()}

${siteMaps(siteFolder)}

${Object.entries(replicas)
  .map(([service, servers]) => upstream(service, servers))
  .join('\n')}

server {
${indent(server({ listen, siteFolder, timeoutMs }))}
}`)}
}
`
}

const DECISION = '0007-case-ids-made-by-nginx.md'

function tempPaths(folder: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n')
}

function logVariables(): string {
  return `# As it was sent: on the way to an error page $request_method becomes GET.
map $request $method {
  "~^(?<verb>[A-Z_-]+) " $verb;
}
map $request_uri $path {
  "~^(?<raw_path>[^?]*)" $raw_path;
}
# Seconds with three places, as milliseconds.
map $request_time $duration_ms {
  "~^0\\.00(?<ms>\\d)$" $ms;
  "~^0\\.0(?<ms>\\d\\d)$" $ms;
  "~^0\\.(?<ms>\\d{3})$" $ms;
  "~^(?<s>\\d+)\\.(?<ms>\\d{3})$" $s$ms;
}
log_format json escape=json '{"level":"info","time":"$time_iso8601","service":"gateway-service","case_id":"$case_id",'
  '"method":"$method","operation":"$operation","status":$status,"duration_ms":$duration_ms}';`
}

/** An upstream of replicas. Those that failed lately come last: as backups, when all others are left out too. */
function upstream(service: string, servers: readonly string[]): string {
  return `upstream ${service} {
  zone ${service} 64k;
${servers.map((server) => `  server ${server} max_fails=1 fail_timeout=10s;`).join('\n')}
${servers.map((server) => `  server ${server} backup max_fails=0;`).join('\n')}
  keepalive 64;
  keepalive_requests 100000;
  keepalive_timeout ${IDLE_SECONDS}s;
}`
}

function server({ listen, siteFolder, timeoutMs }: Pick<NginxOptions, 'listen' | 'siteFolder' | 'timeoutMs'>): string {
  const firstMs = firstAttemptMs(timeoutMs)
  return `listen ${listen};
add_header Case-Id $case_id always;
set $after_timeout /-/problem/504;
set $operation $declared_operation;

proxy_http_version 1.1;
proxy_set_header Connection "";
proxy_set_header Host $host;
proxy_set_header Case-Id $case_id;
# Headers that only services send do not come from outside.
${INTERNAL_HEADERS.map((name) => `proxy_set_header ${name} "";`).join('\n')}
proxy_hide_header Case-Id;
proxy_buffering off;
proxy_connect_timeout 500ms;
proxy_send_timeout ${timeoutMs}ms;
proxy_read_timeout ${timeoutMs}ms;

location / {
  if ($is_malformed) {
    return 400;
  }
  if ($path = /health) {
    rewrite ^ /-/health last;
  }
  if ($is_strange_host) {
    return 421;
  }
  if ($is_foreign_write) {
    return 403;
  }
  if ($route = "") {
    rewrite ^ /-/site last;
  }
  if ($body_limit = "") {
    return 405;
  }
  if ($may_repeat = "") {
    rewrite ^ /-/$pass_on/$body_limit last;
  }
  # nginx tries other replicas too, as long as none has answered. The first gets a part of the time, the next the rest.
  set $after_timeout /-/again;
  recursive_error_pages on;
  proxy_next_upstream error;
  proxy_next_upstream_timeout ${firstMs}ms;
  proxy_read_timeout ${firstMs}ms;
  proxy_pass http://$service$target;
}
location = /-/again {
  internal;
  proxy_next_upstream error;
  proxy_next_upstream_timeout ${timeoutMs - firstMs}ms;
  proxy_read_timeout ${timeoutMs - firstMs}ms;
  proxy_pass http://$service$target;
}
# A request that may have had an effect is never repeated. Its body is passed on as it comes: nginx has a limit between two
# reads alone, the service for all of it, so that one that is sent byte by byte ends in its 408.
${BODY_LIMITS.map((bodyLimit) => passOnUpTo('once', bodyLimit, 'off')).join('\n')}
# One that no replica was sent, since it could not be connected to, may be: of these methods nginx sends no other again.
${BODY_LIMITS.map((bodyLimit) => passOnUpTo('until-sent', bodyLimit, 'error timeout')).join('\n')}
location = /-/health {
  internal;
  set $operation health;
  if ($method !~ "^(?:GET|HEAD)$") {
    return 405;
  }
  default_type text/plain;
  return 200 ok;
}
${siteLocations(siteFolder)}

${problemPages()}`
}

function passOnUpTo(name: string, bodyLimit: number, nextUpstream: string): string {
  return `location = /-/${name}/${bodyLimit} {
  internal;
  client_max_body_size ${bodyLimit};
  proxy_next_upstream ${nextUpstream};
  proxy_request_buffering off;
  proxy_pass http://$service$target;
}`
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

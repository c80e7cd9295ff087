/**
 * `guard.ts` as nginx maps: `$is_strange_host` and `$is_foreign_write` are empty where a request may pass. The names that
 * are known only where nginx runs are in two files, made by run-nginx.sh.
 */
export function guardMaps(namesFolder: string): string {
  return `map $host $is_strange_host {
  default 1;
  "~^(?:.+\\.)?localhost$" "";
  # Literal addresses, which no name of a page can be.
  "~^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$" "";
  "~^\\[[0-9a-f:.]+\\]$" "";
  include ${namesFolder}/allowed-hosts.map;
}
map $http_origin $is_public_origin {
  default 0;
  include ${namesFolder}/public-origin.map;
}
map "$http_origin $http_host" $is_own_origin {
  default 0;
  "~^ " 1;
  "~*^https?://(?<origin_host>\\S+) \\k<origin_host>$" 1;
}
# The header of a request that a page of the same origin made, or a person by hand.
map $http_sec_fetch_site $is_own_site {
  default 0;
  "" 1;
  same-origin 1;
  none 1;
}
map "$method $is_own_site$is_own_origin$is_public_origin" $is_foreign_write {
  default 1;
  "~^(?:GET|HEAD|OPTIONS) " "";
  "~ 1(?:1.|.1)$" "";
}`
}

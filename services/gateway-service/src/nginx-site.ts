import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { acceptPatternOf, CODINGS, VARY_BY_CODING } from '@w2meet/service-kit'
import { CONTENT_TYPES } from './content-types.ts'
import { patternOf } from './route-table.ts'
import { addressesOf, type Site } from './site.ts'
import { SITE_HEADERS, siteHeaderMaps } from './site-headers.ts'

/** The file of a site's folder that nginx.conf includes: what nginx has to know of each page. */
const PAGES = 'pages.map'
/** The folder of the files as they are; those that are compressed have one that is called as their coding. */
const AS_IT_IS = 'as-it-is'

/** Writes the site to a folder, made where it is missing, for an nginx whose configuration has the `siteLocations`. */
export async function writeSite(site: Site, folder: string): Promise<void> {
  for (const [path, { content, compressed }] of site) {
    const forms: [name: string, content: Buffer][] = [[AS_IT_IS, content], ...Object.entries(compressed ?? {})]
    for (const [name, form] of forms) {
      const file = join(folder, name, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, form)
    }
  }
  await writeFile(join(folder, PAGES), pagesOf(site))
}

/** One line for each address: its file, the file's tag, and whether it has compressed forms. */
function pagesOf(site: Site): string {
  return [...site]
    .flatMap(([path, { etag, compressed }]) =>
      addressesOf(path).map((url) => `"~${patternOf(url)}" '${path} ${etag} ${compressed === undefined ? '' : 'varies'}';\n`),
    )
    .join('')
}

/** The variables of pages. `$site_file` is empty where the path, as the client sent it, is of none. */
export function siteMaps(siteFolder: string): string {
  return `map $path $site_page {
  include ${siteFolder}/${PAGES};
}
map $site_page $site_file {
  "~^(?<page_file>\\S+) " $page_file;
}
map $site_page $site_tag {
  "~ (?<page_tag>\\S+) " $page_tag;
}
map $site_page $site_vary {
  "~ varies$" ${VARY_BY_CODING.vary};
}
map $http_accept_encoding $accepted_coding {
${CODINGS.map((coding) => `  "~*${acceptPatternOf(coding)}" ${coding};`).join('\n')}
}
map $site_vary $site_coding {
  ${VARY_BY_CODING.vary} $accepted_coding;
}
map $site_coding $site_form {
  default $site_coding;
  "" ${AS_IT_IS};
}
# Whoever asks has the page already: If-None-Match names its tag, in a list perhaps, or any by an asterisk.
map "$method $site_tag $http_if_none_match" $is_known_page {
  "~^(?:GET|HEAD) (?<known_tag>\\S+) (?:.*,)?[ \\t]*(?:(?:W/)?\\k<known_tag>|\\*)[ \\t]*(?:,|$)" 1;
}
${siteHeaderMaps()}`
}

/** The headers of pages, of those that are not sent again too. */
const HEADERS = `add_header Case-Id $case_id always;
  add_header ETag $site_tag;
  add_header Last-Modified "";
  add_header Vary $site_vary;
  add_header Cache-Control $site_lifetime;
  add_header Content-Security-Policy $site_policy;
${Object.entries(SITE_HEADERS)
  .map(([name, value]) => `  add_header ${name} ${value};`)
  .join('\n')}`

/** The locations of the pages. nginx would make tags of a file's time and size, which differ from form to form. */
export function siteLocations(siteFolder: string): string {
  return `location = /-/site {
  internal;
  set $operation page;
  if ($site_file = "") {
    return 404;
  }
  if ($is_known_page) {
    return 418;
  }
  root ${siteFolder}/$site_form;
  try_files $site_file =404;
  etag off;
  if_modified_since off;
  max_ranges 0;
  types {
${Object.entries(CONTENT_TYPES)
  .map(([end, type]) => `    "${type}" ${end};`)
  .join('\n')}
  }
  ${HEADERS}
  add_header Content-Encoding $site_coding;
}
# A 304 by \`return 304\` would say that the page is a text of no length.
error_page 418 =304 /-/known-page;
location = /-/known-page {
  internal;
  root ${siteFolder}/$site_form;
  try_files $site_file =404;
  etag off;
  max_ranges 0;
  types {
  }
  default_type "";
  ${HEADERS}
}`
}

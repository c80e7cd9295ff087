import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pageFolder } from '../../services/gateway-service/src/page.ts'
import { BenchError } from './bench.ts'
import type { Table } from './table.ts'

/** The most that the first view may weigh: its script and its style as they go over the wire. */
const MAX_BYTES = 130_000

/** The script and style that `index.html` names, compressed. Throws a BenchError where they are too heavy. */
export async function measurePageWeight(): Promise<Table> {
  const page = await readFile(join(pageFolder, 'index.html'), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file!)
  const weights = await Promise.all(
    files.map(async (file) => {
      const content = await readFile(join(pageFolder, file))
      return { file, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length }
    }),
  )
  const total = weights.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)
  if (total > MAX_BYTES) throw new BenchError(`The first view weighs ${total} bytes gzip; at most ${MAX_BYTES} are permitted.`)
  return {
    title: 'Weight of the first view',
    note: `Script and style, gzip -9, in bytes; at most ${MAX_BYTES}.`,
    head: ['file', 'bytes', 'gzip'],
    rows: [
      // Without the hash of its content, which says nothing here.
      ...weights.map(({ file, bytes, gzipBytes }) => [file.replace(/-[\w-]{8}\./, '.'), String(bytes), String(gzipBytes)]),
      ['together', '', String(total)],
    ],
  }
}

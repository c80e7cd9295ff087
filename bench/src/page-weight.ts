import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CODING_ENDS } from '../../services/gateway-service/src/compressed-file.ts'
import { pageFolder } from '../../services/gateway-service/src/page.ts'
import { BenchError } from './bench.ts'
import type { Table } from './table.ts'

/** The most that the first view may weigh: its script and its style as they go over the wire to whoever takes gzip alone. */
const MAX_BYTES = 130_000

/** The script and style that `index.html` names, as the page's build compressed them. Throws a BenchError where they are too heavy. */
export async function measurePageWeight(): Promise<Table> {
  const page = await readFile(join(pageFolder, 'index.html'), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file!)
  const weights = await Promise.all(
    files.map(async (file) => {
      const sizeOf = async (end = '') => (await stat(join(pageFolder, file + end))).size
      return { file, bytes: await sizeOf(), gzipBytes: await sizeOf(CODING_ENDS.gzip), brotliBytes: await sizeOf(CODING_ENDS.br) }
    }),
  )
  const sumOf = (key: 'bytes' | 'gzipBytes' | 'brotliBytes') => weights.reduce((sum, weight) => sum + weight[key], 0)
  const total = sumOf('gzipBytes')
  if (total > MAX_BYTES) throw new BenchError(`The first view weighs ${total} bytes gzip; at most ${MAX_BYTES} are permitted.`)
  return {
    title: 'Weight of the first view',
    note: `Script and style, in bytes; at most ${MAX_BYTES} gzip.`,
    head: ['file', 'bytes', 'gzip', 'brotli'],
    rows: [
      // Without the hash of its content, which says nothing here.
      ...weights.map(({ file, bytes, gzipBytes, brotliBytes }) => [
        file.replace(/-[\w-]{8}\./, '.'),
        ...[bytes, gzipBytes, brotliBytes].map(String),
      ]),
      ['together', ...[sumOf('bytes'), total, sumOf('brotliBytes')].map(String)],
    ],
  }
}

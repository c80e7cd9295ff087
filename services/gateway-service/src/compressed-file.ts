import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import { type Coding, isWorthCompressing } from '@w2meet/service-kit'
import { contentTypeOf } from './content-types.ts'

/** What the name of a file ends with beside the same file as it is. */
export const CODING_ENDS: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' }

export type CompressedFile = Readonly<Record<Coding, Buffer>>

/** For what is built: some 2 s for a megabyte, in a thread. */
export const SMALLEST = { brotliQuality: zlib.BROTLI_MAX_QUALITY }
/** For what is made at each start: a twentieth of the time, a tenth larger. */
export const SOON = { brotliQuality: 9 }

/** The compressed forms of a file; undefined where it is not worth it. */
export async function compressFile(
  path: string,
  content: Buffer,
  { brotliQuality }: typeof SMALLEST,
): Promise<CompressedFile | undefined> {
  if (!isWorthCompressing(contentTypeOf(path), content.length)) return undefined
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params: { [zlib.BROTLI_PARAM_QUALITY]: brotliQuality } }),
    promisify(gzip)(content, { level: zlib.Z_BEST_COMPRESSION }),
  ])
  return { br, gzip: gz }
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readMail } from '../../services/worker-service/test/support/mails.ts'

/** The files whose octets, or whose text as mails, have the word: `*.eml` for all mails. */
export async function tracesInFiles(folder: string, has: (text: string) => boolean): Promise<string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const traces = new Set<string>()
  for (const { name, parentPath } of files.filter((file) => file.isFile())) {
    const content = await readFile(join(parentPath, name))
    const isMail = name.endsWith('.eml')
    const texts = [content.toString('latin1'), ...(isMail ? await textsOf(content) : [])]
    if (texts.some(has)) traces.add(isMail ? '*.eml' : name)
  }
  return [...traces]
}

async function textsOf(content: Buffer): Promise<string[]> {
  const { attachments, ...mail } = await readMail(content)
  const parts = attachments.map(({ content: part }) => (typeof part === 'string' ? part : new TextDecoder().decode(part)))
  return [JSON.stringify(mail), ...parts.map((part) => part.replaceAll(/\r?\n[ \t]/g, ''))]
}

import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CallFrame } from './cpu-profile.ts'
import { repository } from './servers.ts'

const families = Object.entries({
  'fastify and its family': /^(@fastify\/.*|fastify.*|find-my-way|fast-json-stringify|light-my-request|avvio|secure-json-parse)$/,
  'pino, sonic-boom': /^(pino.*|@pinojs\/.*|sonic-boom|thread-stream|safe-stable-stringify|quick-format-unescaped)$/,
  dataloader: /^dataloader$/,
  'typebox, ajv': /^(typebox|ajv.*|fast-uri|fast-deep-equal)$/,
})

/** Which part of the system a function belongs to: an area of V8, Node.js, a package, or a workspace. */
export function areaOf({ functionName, url, lineNumber }: CallFrame): string {
  if (functionName === '(idle)') return '(idle)'
  if (functionName === '(garbage collector)') return 'garbage collection'
  if (url.startsWith('node:')) return 'Node.js (node:*)'
  if (url.startsWith('wasm:')) return "WebAssembly (PGlite, undici's parser)"
  // Validators, serializers and routers are made as text and have lines, but no file; what is native has neither.
  if (url === '' && lineNumber >= 0) return 'generated code (ajv, fast-json-stringify, find-my-way)'
  if (!url.startsWith('file:')) return 'native, (program)'

  const path = relative(repository, fileURLToPath(url)).split(sep)
  const inPackage = path.lastIndexOf('node_modules') + 1
  if (inPackage === 0) return path[0] === 'embedded' ? 'embedded' : path.slice(0, 2).join('/')
  const name = path[inPackage]!.startsWith('@') ? join(path[inPackage]!, path[inPackage + 1]!) : path[inPackage]!
  return families.find(([, pattern]) => pattern.test(name))?.[0] ?? name
}

import { createServer } from 'node:http'

/** The baseline: the least that Node.js does to answer so many bytes. Arguments: port, bytes of the body. */
const [port, bodyBytes] = process.argv.slice(2).map(Number) as [number, number]
const body = '.'.repeat(bodyBytes)
const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': bodyBytes }

createServer((_, response) => {
  response.writeHead(200, headers)
  response.end(body)
}).listen(port, '127.0.0.1')

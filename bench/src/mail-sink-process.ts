import { openSmtp } from '@w2meet/test-servers'
import type { TakenMail } from './mail-sink.ts'

/** A mail server that tells the process which started it when it took which mail. */
const server = await openSmtp()
server.decide({
  content({ to: [recipient = ''], content }) {
    const takenMs = performance.timeOrigin + performance.now()
    const [title = ''] = /bench-\d+/.exec(/^Subject: .*$/m.exec(content.toString('latin1'))?.[0] ?? '') ?? []
    server.mails.length = 0
    process.send!({ title, recipient, sizeBytes: content.length, takenMs } satisfies TakenMail)
    return undefined
  },
})
// Ctrl-C reaches this process too, but its parent ends it.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())
process.send!(server.url)

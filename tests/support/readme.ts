/** A command that a document shows and the output it shows for it. */
export type Shown = { command: string; output: string }

/** The commands, after `$ `, of the document's `console` blocks. */
export function commandsIn(markdown: string): Shown[] {
  const blocks = [...markdown.matchAll(/^```console\n(.*?)^```/gms)].map(([, block]) => block!)
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const end = text.indexOf('\n')
        return { command: text.slice(0, end), output: text.slice(end + 1).trim() }
      }),
  )
}

/** The text, with parts that differ each time replaced: identifiers, durations, and times of now, which alone have fractions. */
export function withoutChance(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:]+\.\d+Z/g, '<now>')
    .replace(/"response_time_ms":\d+/g, '"response_time_ms":<ms>')
}

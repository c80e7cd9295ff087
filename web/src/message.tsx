/** The sentence of a problem, whose names of fields stand in backticks. */
export function Message({ text }: { text: string }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the sentence
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}

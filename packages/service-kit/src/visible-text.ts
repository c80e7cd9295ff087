/**
 * Characters that a terminal obeys instead of showing them (C0, DEL, C1), that turn the text around them (controls of
 * bidirectional text), or that some programs take for the end of a line (U+2028, U+2029).
 */
const COMMANDS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gv
const COMMANDS_BUT_LINES = /[[\p{Cc}\p{Bidi_Control}\u2028\u2029]--\n]/gv

/** A text from outside as one line of a terminal or a log, with its control characters visible: ESC is `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(COMMANDS, shown)
}

/** `visibleText` for a text of several lines, such as a stack. Lines of JSON become lines of JSON that say the same. */
export function visibleLines(text: string): string {
  return text.replace(COMMANDS_BUT_LINES, shown)
}

function shown(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

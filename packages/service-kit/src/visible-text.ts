/**
 * What a terminal obeys instead of showing it (C0, DEL, C1), or what turns the text around it (controls of bidirectional
 * text), or what some programs take for the end of a line (U+2028, U+2029).
 */
const COMMANDS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gv
const COMMANDS_BUT_LINES = /[[\p{Cc}\p{Bidi_Control}\u2028\u2029]--\n]/gv

/** A text that others wrote, for one line of a terminal or a log: its control characters are shown, ESC as `\u001b`. */
export function visibleText(text: string): string {
  return text.replace(COMMANDS, shown)
}

/** The same for a text of several lines, such as a stack. Of lines of JSON it makes lines of JSON that say the same. */
export function visibleLines(text: string): string {
  return text.replace(COMMANDS_BUT_LINES, shown)
}

function shown(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Control characters have no place in a TEXT (RFC 5545 3.3.11); lone surrogates none in UTF-8. */
const CONTROLS = /\p{Cc}/gu
/** CR and LF, and the characters that some readers take for the end of a line too. */
const LINE_ENDS = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g

/** A text on one line, so that nothing in it can begin a property or a parameter of its own. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(LINE_ENDS, ' ').replace(CONTROLS, '')
}

/** A text with its lines, each ended by `\n`, which ical.js escapes. */
export function manyLines(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_ENDS, '\n')
    .replace(CONTROLS, (control) => (control === '\n' || control === '\t' ? control : ''))
}

/** A parameter's value cannot hold a double quote (RFC 5545 3.2), and few readers know the escape of RFC 6868. */
export function parameter(text: string): string {
  return oneLine(text).replaceAll('"', "'")
}

/** RFC 6068 2: what a local part may hold but a URI may not is percent-encoded. */
export function mailto(email: string): string {
  return `mailto:${oneLine(email).replace(/[^A-Za-z0-9\-._~!$'()*+,;:@]/gu, encodeURIComponent)}`
}

import Type from 'typebox'

/**
 * Characters that only deceive, or break what holds the text (in a character class): line and paragraph separators, which are line ends
 * to some readers; embeddings, overrides and isolates of the direction (UAX #9 2), by which a text reads otherwise than it is stored
 * (UTR #36 3.2); the byte order mark; lone surrogates. Marks and joiners, which scripts and emoji need, are none of them.
 */
const DECEIVING = '\\p{Zl}\\p{Zp}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069\\ufeff'

/** A text without control characters, so that it cannot begin a header or a property of its own, and PostgreSQL keeps it. */
export const Line = (least: number, most: number, title: string) =>
  Type.String({ minLength: least, maxLength: most, pattern: `^[^\\p{Cc}${DECEIVING}]*$`, title })

/** The same in several lines. */
export const Lines = (most: number, title: string) =>
  Type.String({ maxLength: most, pattern: `^[^\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f${DECEIVING}]*$`, title })

/** The title of a meeting. */
export const Title = Line(1, 200, 'a line of 1 to 200 characters that all can be seen')

import Type from 'typebox'

/** A text without control characters, so that it cannot begin a header or a property of its own, and PostgreSQL keeps it. */
export const Line = (least: number, most: number, title: string) =>
  Type.String({ minLength: least, maxLength: most, pattern: '^[^\\p{Cc}]*$', title })

/** The title of a meeting. */
export const Title = Line(1, 200, 'a line of 1 to 200 characters')

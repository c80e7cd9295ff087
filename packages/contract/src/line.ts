import Type from 'typebox'

/** Without control characters, so that it cannot become a header or a property of its own, and PostgreSQL keeps it. */
export const Line = (least: number, most: number, title: string) =>
  Type.String({ minLength: least, maxLength: most, pattern: '^[^\\p{Cc}]*$', title })

/** Of a meeting. */
export const Title = Line(1, 200, 'a line of 1 to 200 characters')

/** The codings in which answers are sent, the one that makes them smaller first. */
export const CODINGS = ['br', 'gzip'] as const
export type Coding = (typeof CODINGS)[number]

/** The end of a coding in the list: none of its weights is 0, which would refuse it. */
const NOT_REFUSED = '(?:[ \\t]*;(?![ \\t]*q=0(?:\\.0*)?[ \\t]*(?:,|$))[^,]*|[ \\t]*)(?:,|$)'
const IN_LIST = '(?:^|,)[ \\t]*'

/**
 * The regular expression, for JavaScript and PCRE alike, that fits each Accept-Encoding (RFC 9110, 12.5.3) by which a client
 * takes this coding, whatever the case: the coding is named, or `*` is and the coding is not. A weight of 0 refuses; other
 * weights say nothing here, since an nginx map could not compare them.
 */
export function acceptPatternOf(coding: Coding): string {
  const unnamed = `(?!.*${IN_LIST}${coding}[ \\t]*(?:[;,]|$))`
  return `${IN_LIST}${coding}${NOT_REFUSED}|^${unnamed}(?:.*,)?[ \\t]*\\*${NOT_REFUSED}`
}

const patterns = CODINGS.map((coding) => ({ coding, pattern: new RegExp(acceptPatternOf(coding), 'i') }))

/** The coding in which a client gets an answer; undefined where it takes none of ours, or says nothing. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  if (acceptEncoding === undefined) return undefined
  return patterns.find(({ pattern }) => pattern.test(acceptEncoding))?.coding
}

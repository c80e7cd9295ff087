import type { MailWords } from './mail-words.ts'

/** For readers without HTML. */
export function textOf({ heading, facts, description, replies }: MailWords): string {
  return [
    heading,
    facts.map(({ label, value }) => `${`${label}:`.padEnd(7)}${value}`).join('\n'),
    description ?? '',
    replies.map(({ label, url }) => `${label}:\n${url}`).join('\n\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

/** Styles are within the elements, since mail programs drop others; no picture, no address is loaded. */
export function htmlOf({ subject, heading, facts, description, replies }: MailWords): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row" align="left" valign="top" style="padding:4px 16px 4px 0">${escapeHtml(label)}</th><td style="padding:4px 0">${escapeHtml(value)}</td></tr>`,
  )
  const buttons = replies.map(
    ({ label, url }) =>
      `<a href="${escapeHtml(url)}" style="display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border:1px solid #2457c5;border-radius:6px;color:#2457c5;text-decoration:none">${escapeHtml(label)}</a>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5">
<p>${escapeHtml(heading)}</p>
<table role="presentation" cellspacing="0" cellpadding="0" border="0">
${rows.join('\n')}
</table>
${description ? `<p style="white-space:pre-wrap">${escapeHtml(description)}</p>\n` : ''}${buttons.length > 0 ? `<p>${buttons.join('\n')}</p>\n` : ''}</body></html>
`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)
}

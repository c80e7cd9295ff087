/** Whether a text has this address, in any case, and not only as a part of a longer one. */
export function namesAddress(email: string): (text: string) => boolean {
  const wanted = new RegExp(`(?<![\\w.!#$%&'*+/=?^\`{|}~@-])${RegExp.escape(email)}(?![\\w-]|\\.\\w)`, 'i')
  return (text) => wanted.test(text)
}

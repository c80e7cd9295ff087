const PEOPLE = 200

/** Saves the people whose time is looked for; their e-mails. */
export async function savePeople(url: string): Promise<string[]> {
  const emails = Array.from({ length: PEOPLE }, (_, index) => `person-${index}@example.com`)
  for (const [index, email] of emails.entries()) {
    const hours = Array.from({ length: 8 }, (_, hour) => 8 + ((hour + index) % 12))
    const availabilities = { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours }
    const body = JSON.stringify({ email, availabilities })
    await fetch(`${url}/api/users`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  }
  return emails
}

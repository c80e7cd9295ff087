import { StartError } from '@w2meet/service-kit'

/** Runs a command with the words after its name, prints what it says, and ends with 1 after one sentence where it fails. */
export async function runCommand(command: (words: string[]) => Promise<string>): Promise<void> {
  // Nothing that is made here is for others.
  process.umask(0o077)
  try {
    console.log(await command(process.argv.slice(2)))
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

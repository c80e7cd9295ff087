import { StartError } from '@w2meet/service-kit'

/** Runs a command with the words after its name, prints its result, and ends with 1 after one sentence where it fails. */
export async function runCommand(command: (words: string[]) => Promise<string>): Promise<void> {
  // Files that this process makes are for its owner alone.
  process.umask(0o077)
  try {
    console.log(await command(process.argv.slice(2)))
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

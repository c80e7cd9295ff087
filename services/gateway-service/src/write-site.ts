import { writeSite } from './nginx-site.ts'
import { createSite } from './site.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('npm run site -- FOLDER')
  process.exitCode = 1
} else await writeSite(await createSite(), folder)

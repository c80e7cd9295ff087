export { openArchive } from './read-archive.ts'
export { restoreFolder } from './restore-folder.ts'
export { copyStoppedData } from './stopped-data.ts'
export { writeArchive } from './write-archive.ts'

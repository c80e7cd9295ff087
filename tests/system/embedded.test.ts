import { folderWithDatabase, startEmbedded } from '../support/embedded-process.ts'
import { describeSystem } from './scenarios.ts'

describeSystem('embedded: the whole system in one process', async () => {
  const folder = await folderWithDatabase()
  const process = startEmbedded({ W2MEET_DATA_DIR: folder.path })
  return {
    url: await process.ready(),
    logs: process.logs,
    async close() {
      process.kill('SIGTERM')
      await process.ended
      await folder.remove()
    },
  }
})

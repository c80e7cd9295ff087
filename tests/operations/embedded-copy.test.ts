import { cp, rm } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createApi } from '../support/api.ts'
import { folderWithDatabase, startEmbedded, temporaryFolder } from '../support/embedded-process.ts'

test('a copy of the folder, made while the system was stopped, is a backup of everything', async () => {
  const [{ path: data, remove }, copy] = [await folderWithDatabase(), await temporaryFolder()]
  onTestFinished(remove)
  onTestFinished(copy.remove)
  const first = startEmbedded({ W2MEET_DATA_DIR: data })
  const person = { email: 'kept@example.com', availabilities: { monday: [9] } }
  const { body: created } = await createApi(await first.ready()).post('/api/users', person)
  first.kill('SIGTERM')
  await first.ended

  await cp(data, copy.path, { recursive: true })
  await rm(data, { recursive: true })
  await cp(copy.path, data, { recursive: true })

  const second = startEmbedded({ W2MEET_DATA_DIR: data })
  const found = await createApi(await second.ready()).get('/api/users/kept@example.com')
  second.kill('SIGTERM')
  await second.ended
  expect(found.body).toEqual(created)
})

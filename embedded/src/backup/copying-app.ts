import { copyData as copyDataOperation, Problem, problem } from '@w2meet/contract'
import { createHttpApp, type HttpApp, type Log, serve } from '@w2meet/service-kit'
import type { DataFolder } from '../data-folder.ts'
import type { EmbeddedDatabase } from '../open-database.ts'
import { copyData } from './copy-data.ts'

type Dependencies = { folder: DataFolder; atRest: EmbeddedDatabase['atRest']; log: Log }

/** What the operator can ask of the embedded system that no service of its own answers. */
export function createCopyingApp({ folder, atRest, log }: Dependencies): HttpApp {
  const app = createHttpApp({ service: 'embedded-system', log })
  serve(app, copyDataOperation, async ({ body }) => {
    try {
      const { heldMs } = await copyData(folder, body.folder, atRest)
      return { held_ms: heldMs }
    } catch (error) {
      if (error instanceof Problem) throw error
      throw problem('copy_failed', { reason: (error as Error).message }, undefined, { cause: error })
    }
  })
  return app
}

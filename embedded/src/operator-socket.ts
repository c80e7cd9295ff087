import { join, resolve } from 'node:path'
import { problem } from '@w2meet/contract'
import { answerProblem, caseIdOf, type HttpApp, type HttpHandler, type Log, openHttpSocket } from '@w2meet/service-kit'

/** The services of the system by their names, each with its replicas. */
type Services = Readonly<Record<string, readonly HttpApp[]>>

export const operatorSocketIn = (folder: string) => join(resolve(folder), 'operator.sock')

/**
 * The socket by which the operator's commands reach the services of the system that has this data folder, internal operations
 * too: `/worker-service/internal/dead-jobs`. A user who may use the file is the operator. The folder must be locked.
 */
export async function openOperatorSocket(
  services: Services,
  { folder, log }: { folder: string; log: Log },
): Promise<{ close(): Promise<void> }> {
  // Windows has no files of this kind: there the commands open the folder itself, for which the system must be stopped.
  if (process.platform === 'win32') return { close: async () => {} }
  return openHttpSocket(createHandler(services), { path: operatorSocketIn(folder), log: log.child({ service: 'operator' }) })
}

function createHandler(services: Services): HttpHandler {
  const byName = new Map(Object.entries(services))
  return (request, response) => {
    const { method = '', url = '' } = request
    const [, name = '', target = ''] = /^\/([a-z-]+)(\/.*)$/.exec(url) ?? []
    // One replica is enough: an operator asks now and then.
    const [app] = byName.get(name) ?? []
    if (app === undefined) {
      const [path = ''] = url.split('?')
      answerProblem(response, caseIdOf(request), problem('route_unknown', { method, path }))
      return
    }
    request.url = target
    app.routing(request, response)
  }
}

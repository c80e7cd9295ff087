import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { composeNginxConf } from '../src/compose-nginx-conf.ts'

const script = fileURLToPath(new URL('../run-nginx.sh', import.meta.url))

/** In the place of the name service: answers from the file `names`, with a service and an address in each line. */
const GETENT = '#!/bin/sh\ngrep "^$2 " "$FOLDER/names" | while read -r name address; do echo "$address STREAM $name"; done\n'
/** In the place of nginx: notes what it is asked; runs until SIGQUIT unless it is asked to reload. */
const NGINX = `#!/bin/sh
case "$*" in *reload*) echo reload >> "$FOLDER/calls"; exit;; esac
trap 'echo quit >> "$FOLDER/calls"; exit 0' QUIT
echo start >> "$FOLDER/calls"
while :; do sleep 0.02; done
`

async function follow(names: string) {
  const folder = await mkdtemp(join(tmpdir(), 'w2meet-follow-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'names'), names)
  await writeFile(join(folder, 'calls'), '')
  await writeFile(join(folder, 'nginx.conf'), composeNginxConf().replaceAll('include /tmp/', `include ${folder}/`))
  await writeFile(join(folder, 'getent'), GETENT, { mode: 0o755 })
  await writeFile(join(folder, 'nginx'), NGINX, { mode: 0o755 })
  const child = spawn(script, {
    env: {
      PATH: `${folder}:${process.env.PATH}`,
      FOLDER: folder,
      NGINX_CONF: join(folder, 'nginx.conf'),
      FOLLOW_SECONDS: '0.02',
    },
    detached: true,
    stdio: 'ignore',
  })
  onTestFinished(() => {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL')
  })
  const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).split('\n').filter(Boolean)
  return { child, calls, add: (line: string) => appendFile(join(folder, 'names'), `${line}\n`) }
}

const THREE = 'user-service 10.0.0.1\navailability-service 10.0.0.2\nsuggestion-service 10.0.0.3\n'
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000, interval: 20 })

test('nginx starts once every service has an address, is reloaded when a replica is added, and gets the signals itself', async () => {
  const { child, calls, add } = await follow(THREE)
  const exited = once(child, 'exit')

  await add('worker-service 10.0.0.4')
  await eventually(calls).toEqual(['start'])
  await add('availability-service 10.0.0.5')
  await eventually(calls).toEqual(['start', 'reload'])
  child.kill('SIGQUIT')

  expect(await exited).toEqual([0, null])
  expect(await calls()).toEqual(['start', 'reload', 'quit'])
})

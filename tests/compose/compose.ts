import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createApi } from '../support/api.ts'
import { describeSystem } from '../system/scenarios.ts'
import { describeBackup } from './backup-suite.ts'
import { type ComposeProject, startComposeProject } from './compose-project.ts'

let project: ComposeProject
beforeAll(async () => {
  project = await startComposeProject()
}, 900_000)
afterAll(() => project?.close(), 120_000)

describeSystem('docker-compose: containers behind nginx', async () => ({ ...project, close: async () => {} }))

describe('the commands that the brief shows', () => {
  test.each([
    ['user-service', ['redis', 'postgresql']],
    ['availability-service', ['user-service']],
    ['suggestion-service', ['availability-service']],
    ['worker-service', ['rabbitmq', 'mail']],
  ])('curl inside %s tells its health and that of its dependencies', async (service, dependencies) => {
    const output = await project.compose('exec', '-T', service, 'curl', '-s', 'http://localhost:8000/health')

    const health = JSON.parse(output)
    expect(health).toMatchObject({ service, status: 'healthy' })
    expect(Object.keys(health.dependencies).sort()).toEqual(dependencies.sort())
  })

  test('nginx -t finds nothing wrong', async () => {
    const output = await project.compose('exec', '-T', 'nginx', 'nginx', '-t')

    expect(output).toContain('test is successful')
    expect(output).not.toMatch(/\[(?:warn|alert|error|emerg)\]/)
  })

  test('the gateway is started, listed and logged under the name nginx', async () => {
    await project.compose('up', '-d', 'nginx')

    expect(await project.compose('ps')).toMatch(/nginx.*8080/)
    expect(await project.compose('logs', '--no-color', '--tail=50', 'nginx')).toContain('"service":"gateway-service"')
  })
})

test.each([
  ['/', 'text/html'],
  ['/docs', 'text/html'],
  ['/docs/swagger-ui-bundle.js', 'text/javascript'],
  ['/openapi.json', 'application/json'],
])('nginx has the page %s, as %s and with a Case-Id', async (path, type) => {
  const { status, headers } = await createApi(project.url).get(path)

  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe(`${type}; charset=utf-8`)
  expect(headers.has('case-id')).toBe(true)
})

test.each(['user-service', 'availability-service', 'suggestion-service', 'worker-service', 'nginx'])(
  '%s is not root and cannot change its own files',
  async (service) => {
    const output = await project.compose('exec', '-T', service, 'sh', '-c', 'id -u; touch /changed 2>&1 || true')

    expect(output).not.toMatch(/^0$/m)
    expect(output).toContain('Read-only file system')
  },
)

test('the operator sees the jobs that were given up, and sends them again, from within worker-service', async () => {
  const { body } = await createApi(project.url).post('/api/tasks', {
    userId1: 'nobody@example.com',
    userId2: 'noone@example.com',
  })
  const jobs = (...command: string[]) =>
    project.compose('exec', '-T', 'worker-service', 'npm', 'run', '--silent', 'jobs', '--', ...command)
  await vi.waitFor(async () => expect(await jobs('list')).toContain(body.job_id), { timeout: 20_000, interval: 500 })

  expect(await jobs('retry', body.job_id)).toBe(`Job ${body.job_id} is tried again.\n`)
})

test('added replicas are asked without a change of any file', async () => {
  const api = createApi(project.url)

  await project.compose('up', '-d', '--no-recreate', '--scale', 'availability-service=4')

  await vi.waitFor(
    async () => {
      for (let count = 0; count < 8; count++) await api.get('/availability/health', { 'case-id': 'scaled' })
      const logs = await project.compose('logs', '--no-color', 'availability-service')
      const asked = logs.split('\n').filter((line) => line.includes('"case_id":"scaled"'))
      expect(new Set(asked.map((line) => /^\S+/.exec(line)?.[0])).size).toBe(4)
    },
    { timeout: 25_000, interval: 500 },
  )
})

describeBackup(() => project)

import { needProgram, needPython } from './require-program.ts'

const programs = [
  ['postgres', 'postgresql'],
  ['redis-server', 'redis-server'],
  ['rabbitmq-server', 'rabbitmq-server'],
  ['nginx', 'nginx'],
  ['chromium', 'chromium'],
] as const

/**
 * Before any test, because installing takes longer than a test may. Where it is not possible the tests that need the
 * program fail, and say what to install.
 */
export async function setup(): Promise<void> {
  for (const [name, debianPackage] of programs) await needProgram(name, debianPackage).catch(() => {})
  await needPython('icalendar', 'python3-icalendar').catch(() => {})
}

import Type from 'typebox'
import { expect, test } from 'vitest'
import { minutesOf, readSettings, StartError, settings } from './settings.ts'

const schema = Type.Object({
  HOST: settings.host,
  PORT: settings.port(8000),
  LOG_LEVEL: settings.logLevel,
  W2MEET_DATA_DIR: Type.String({ default: './data', title: 'a folder' }),
  TTL_SECONDS: Type.Integer({ default: 300, minimum: 1, title: 'a number of seconds, at least 1' }),
})
const required = Type.Object({ DATABASE_URL: Type.String({ minLength: 1, title: 'a URL' }), W2MEET_ROLE: Type.String() })

const defaults = { HOST: '127.0.0.1', PORT: 8000, LOG_LEVEL: 'info', W2MEET_DATA_DIR: './data', TTL_SECONDS: 300 }

function refusalOf(read: () => unknown): StartError {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(StartError)
    return error as StartError
  }
  return expect.fail('the settings were taken')
}

test('what is not set takes its default', () => {
  const read = readSettings(schema, {})

  expect(read).toEqual(defaults)
})

test('an empty string means that it is not set', () => {
  const read = readSettings(schema, { HOST: '', PORT: '', LOG_LEVEL: '', W2MEET_DATA_DIR: '', TTL_SECONDS: '' })

  expect(read).toEqual(defaults)
})

test('what is set is read, numbers as numbers', () => {
  const read = readSettings(schema, {
    HOST: '0.0.0.0',
    PORT: '0',
    LOG_LEVEL: 'debug',
    W2MEET_DATA_DIR: '/data',
    TTL_SECONDS: '5',
  })

  expect(read).toEqual({ HOST: '0.0.0.0', PORT: 0, LOG_LEVEL: 'debug', W2MEET_DATA_DIR: '/data', TTL_SECONDS: 5 })
})

test('variables of other programs are neither read nor refused', () => {
  const read = readSettings(schema, { PATH: '/bin', HOME: '/root', W2MEETING: 'another', MAIL_FROM: 'me' })

  expect(read).toEqual(defaults)
})

test('a required setting that is missing or empty is named', () => {
  const refusal = refusalOf(() => readSettings(required, { DATABASE_URL: '' }))

  expect(refusal.message.split('\n').slice(1)).toEqual(['  DATABASE_URL is not set', '  W2MEET_ROLE is not set'])
})

test('all problems are listed at once, each with what it must be and what was given', () => {
  const environment = { PORT: '65536', LOG_LEVEL: 'loud', TTL_SECONDS: 'five', W2MEET_DATADIR: '/data' }

  const refusal = refusalOf(() => readSettings(schema, environment))

  expect(refusal.message.split('\n').toSorted()).toEqual(
    [
      'The settings are not valid:',
      '  PORT must be a port, 0 to 65535, not "65536"',
      '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "loud"',
      '  TTL_SECONDS must be a number of seconds, at least 1, not "five"',
      '  W2MEET_DATADIR is not a setting; those are HOST, PORT, LOG_LEVEL, W2MEET_DATA_DIR, TTL_SECONDS',
    ].toSorted(),
  )
})

test.for([' ', '0x50', '80.0', '1e3', '-1'])('a number is written in digits: PORT=%j is refused', (text) => {
  const Port = Type.Object({ PORT: settings.port(8080) })

  expect(() => readSettings(Port, { PORT: text })).toThrow('PORT must be a port')
})

test('an unknown name that begins with W2MEET_ is refused though it is empty', () => {
  const refusal = refusalOf(() => readSettings(schema, { W2MEET_PORT: '' }))

  expect(refusal.message).toContain('W2MEET_PORT is not a setting')
})

test.for(['-1', '65536', '80.5', 'eighty', '80 81', 'true', 'null', 'NaN', 'Infinity'])('%j is no port', (port) => {
  const refusal = refusalOf(() => readSettings(schema, { PORT: port }))

  expect(refusal.message).toBe(`The settings are not valid:\n  PORT must be a port, 0 to 65535, not "${port}"`)
})

const SMTP = 'smtp://user:password@smtp.example.com:587'
const HOW = 'write # / ? @ % in user and password as %23 %2F %3F %40 %25'
const urls = Type.Object({
  SMTP_URL: settings.smtpUrl,
  DATABASE_URL: Type.Optional(settings.url(['postgres', 'postgresql'], 'postgres://localhost/w2meet')),
  USER_BACKENDS: Type.Optional(settings.backends),
  PUBLIC_URL: Type.Optional(settings.publicUrl()),
})

test.for([
  ['SMTP_URL', 'smtp://me:se#cret@mail.example.com', `a URL such as ${SMTP}; ${HOW}`],
  ['SMTP_URL', 'smtp://me:1#secret@mail.example.com', `a URL such as ${SMTP}; ${HOW}`],
  ['SMTP_URL', 'smtp://me:1/secret@mail.example.com', `a URL such as ${SMTP}; ${HOW}`],
  ['SMTP_URL', 'smtp://me:1?secret@mail.example.com', `a URL such as ${SMTP}; ${HOW}`],
  ['SMTP_URL', 'smtp://me:%secret@mail.example.com', `a URL such as ${SMTP}; ${HOW}`],
  ['SMTP_URL', 'smtp://me:secret@mail.example.com:99999', `a URL such as ${SMTP}; ${HOW}`],
  ['SMTP_URL', 'smtp://me:secret@mail.example.com\n', `a URL such as ${SMTP}; ${HOW}`],
  ['DATABASE_URL', 'mysql://me:secret@localhost/w2meet', `a URL such as postgres://localhost/w2meet; ${HOW}`],
  ['DATABASE_URL', 'postgres://me:5432/secret@db/w2meet', `a URL such as postgres://localhost/w2meet; ${HOW}`],
  ['DATABASE_URL', 'postgres:///secret', `a URL such as postgres://localhost/w2meet; ${HOW}`],
  [
    'USER_BACKENDS',
    'http://me:secret@a:8000',
    'base URLs separated by commas, such as http://localhost:8001,http://localhost:8002',
  ],
  [
    'USER_BACKENDS',
    'http://a:8000,http://secret:99999',
    'base URLs separated by commas, such as http://localhost:8001,http://localhost:8002',
  ],
  ['USER_BACKENDS', 'http://a:8000,', 'base URLs separated by commas, such as http://localhost:8001,http://localhost:8002'],
  ['PUBLIC_URL', 'https://meet.example.com/secret', 'a URL without a path, such as https://meet.example.com'],
  ['PUBLIC_URL', 'https://me:secret@meet.example.com', 'a URL without a path, such as https://meet.example.com'],
] as const)('%s=%j is refused by what it must be, and not said back, because it may hold a password', ([name, value, what]) => {
  const refusal = refusalOf(() => readSettings(urls, { [name]: value }))

  expect(refusal.message).toBe(`The settings are not valid:\n  ${name} must be ${what}`)
})

test.for([
  ['SMTP_URL', 'smtp://mail.example.com'],
  ['SMTP_URL', 'smtps://me%40example.com:%23%2F%3F%40%25@[::1]:465/?pool=true'],
  ['SMTP_URL', 'smtp://me:pass@word@mail.example.com:25/'],
  ['DATABASE_URL', 'postgresql://me:secret@db.example.com:5432/w2meet?sslmode=require'],
  ['DATABASE_URL', 'postgres://me:secret@/w2meet?host=/var/run/postgresql'],
  ['DATABASE_URL', 'postgres://%2Fvar%2Frun%2Fpostgresql/w2meet'],
  ['USER_BACKENDS', 'http://a:8000,https://b/'],
  ['PUBLIC_URL', 'https://meet.example.com:8443'],
] as const)('%s=%j is taken as it is', ([name, value]) => {
  expect(readSettings(urls, { [name]: value })).toEqual({ [name]: value })
})

test.each([
  ['1440,60', [1440, 60]],
  ['15', [15]],
  ['60,60', [60]],
  ['none', []],
])('reminders %s are read as minutes', (REMINDER_MINUTES, minutes) => {
  const read = readSettings(Type.Object({ REMINDER_MINUTES: settings.reminderMinutes }), { REMINDER_MINUTES })

  expect(minutesOf(read.REMINDER_MINUTES)).toEqual(minutes)
})

test.each(['0', '60,', '-5', '1.5', 'never'])('reminders %j are refused', (REMINDER_MINUTES) => {
  const schema = Type.Object({ REMINDER_MINUTES: settings.reminderMinutes })

  const refusal = refusalOf(() => readSettings(schema, { REMINDER_MINUTES }))

  expect(refusal.message).toContain('REMINDER_MINUTES must be up to ten numbers of minutes')
})

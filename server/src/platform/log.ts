import { pino, type DestinationStream, type Logger } from 'pino'
import type { Config } from './config.ts'

/** What a log may say of an error. The database's `detail` and `where` quote values of rows. */
type LoggedError = {
  type: string
  message: string
  code?: unknown
  table?: unknown
  constraint?: unknown
  stack?: string
  cause?: LoggedError
}

export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { name, message, stack, cause } = error
  const of = (key: string): unknown => Reflect.get(error, key)
  return {
    type: name,
    message,
    ...(of('code') === undefined ? {} : { code: of('code') }),
    ...(of('table') === undefined ? {} : { table: of('table') }),
    ...(of('constraint') === undefined ? {} : { constraint: of('constraint') }),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined ? {} : { cause: loggedError(cause) }),
  }
}

/** Names under which secrets and identity numbers travel; their values never reach a log. */
const secret = [
  'password',
  'newPassword',
  'token',
  'ticket',
  'answer',
  'cookie',
  'authorization',
  'documentNumber',
  'phone',
  'email',
]

const levelNames: Record<number, string> = {
  20: 'debug',
  30: '',
  40: 'WARNING',
  50: 'ERROR',
  60: 'FATAL',
}

type Line = { level: number; time: number; msg?: string; err?: { message: string; stack?: string } }

/** A line as a person at a terminal reads it; what is more than a sentence stays in the JSON. */
function terminalLine(text: string): string {
  const { level, time, msg, err } = JSON.parse(text) as Line // pino wrote it
  const clock = new Date(time).toTimeString().slice(0, 8)
  const name = levelNames[level] ?? ''
  const why = err === undefined ? '' : `\n${err.stack ?? err.message}`
  return `${clock} ${name === '' ? '' : `${name} `}${msg ?? ''}${why}\n`
}

const terminal: DestinationStream = {
  write: (text) => void process.stdout.write(terminalLine(text)),
}

/** The log: a JSON object a line, or plain sentences where a person started us in a terminal. */
export function createLog({ production, logLevel }: Pick<Config, 'production' | 'logLevel'>) {
  const options = {
    level: logLevel,
    base: null,
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`]), censor: '***' },
    serializers: { err: loggedError },
  }
  const log: Logger = !production && process.stdout.isTTY ? pino(options, terminal) : pino(options)
  return log
}

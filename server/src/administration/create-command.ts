// npm run admin:create -- --kind system|security|audit|hrss [--unit CODE --unit-name NAME]: makes the first
// administrators, and the manager of the province's HR&SS office, who opens the offices below it.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { createPlatform, openDatabase } from '../platform/installation.ts'
import { ConfigError, loadConfig } from '../platform/config.ts'
import { createLog } from '../platform/log.ts'
import { Refusal } from '../platform/refusal.ts'
import { createAdministrator, kinds, type CommandKind, type Question } from './create/service.ts'

/** Answers from a terminal, or one a line from standard input; what is secret is not echoed. */
function asker() {
  const isTerminal = process.stdin.isTTY === true
  let isSecret = false
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      if (!isSecret && isTerminal) process.stdout.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: isTerminal })
  const read = lines[Symbol.asyncIterator]()
  return {
    async ask(question: string, secret = false): Promise<string> {
      if (isTerminal) process.stdout.write(`${question}: `)
      isSecret = secret
      const { value, done } = await read.next()
      isSecret = false
      if (isTerminal && secret) process.stdout.write('\n')
      if (done === true) throw new Error(`standard input ended before: ${question}`)
      return value.trim()
    },
    close: () => lines.close(),
  }
}

const questions: Record<Question, string> = {
  documentNumber: 'Identity number (居民身份证号码)',
  accountName: 'Account name (登录账号)',
  name: 'Name (姓名)',
  phone: 'Phone (手机号码)',
  password: 'Password (to be changed at the first login)',
}

const isKind = (kind: string | undefined): kind is CommandKind =>
  kind !== undefined && Object.hasOwn(kinds, kind)

try {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string' },
      unit: { type: 'string' },
      'unit-name': { type: 'string' },
    },
  })
  const { kind } = values
  if (!isKind(kind)) throw new Error(`Say which: --kind ${Object.keys(kinds).join('|')}`)
  const config = loadConfig(process.env)
  const log = createLog({ ...config, logLevel: 'warn' })
  const database = await openDatabase(config, log)
  const { ask, close: endAsking } = asker()
  try {
    const { platform, close } = await createPlatform(config, log, database.appUrl)
    try {
      const unit = { code: values.unit, name: values['unit-name'] }
      const answer = (question: Question) => ask(questions[question], question === 'password')
      console.log(await createAdministrator(platform, { kind, unit, ask: answer }))
    } finally {
      await close()
    }
  } finally {
    endAsking()
    await database.end()
  }
} catch (error) {
  if (error instanceof Refusal) {
    const fields = Object.entries(error.fields ?? {}).map(([name, issue]) => `  ${name}: ${issue}`)
    console.error([`Refused: ${error.code}`, ...fields].join('\n'))
  } else
    console.error(error instanceof ConfigError || error instanceof Error ? error.message : error)
  process.exitCode = 1
}

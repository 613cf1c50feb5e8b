// npm run admin:create -- --kind system|security|audit [--unit CODE]: makes the first administrators.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { createPlatform, openDatabase } from '../platform/installation.ts'
import { ConfigError, loadConfig } from '../platform/config.ts'
import { createLog } from '../platform/log.ts'
import { Refusal } from '../platform/refusal.ts'
import { createAdministrator, kinds, type NewAdministrator } from './create/service.ts'

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

async function questions(): Promise<Omit<NewAdministrator, 'kind' | 'unit'>> {
  const { ask, close } = asker()
  try {
    return {
      accountName: await ask('Account name (登录账号)'),
      name: await ask('Name (姓名)'),
      phone: await ask('Phone (手机号码)'),
      documentNumber: await ask('Identity number (居民身份证号码)'),
      password: await ask('Password (to be changed at the first login)', true),
    }
  } finally {
    close()
  }
}

try {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string' },
      unit: { type: 'string' },
      'unit-name': { type: 'string' },
    },
  })
  const kind = Object.keys(kinds).find((one): one is keyof typeof kinds => one === values.kind)
  if (kind === undefined) throw new Error('Say which: --kind system|security|audit')
  const given = await questions()
  const config = loadConfig(process.env)
  const log = createLog({ ...config, logLevel: 'warn' })
  const database = await openDatabase(config, log)
  try {
    const { platform, close } = await createPlatform(config, log, database.appUrl)
    try {
      const unit = { code: values.unit, name: values['unit-name'] }
      console.log(await createAdministrator(platform, { ...given, kind, unit }))
    } finally {
      await close()
    }
  } finally {
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

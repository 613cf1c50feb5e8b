import { BlockList, isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SmsAccount } from './sms.ts'
import type { ScannerAddress } from './virus-scan.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** What the environment decides; complete, checked and never changed after the start. */
export interface Config {
  production: boolean
  host: string
  /** 0 asks the system for a free one. */
  port: number
  /** Absolute: the embedded database, uploaded files and, outside production, the keys. */
  dataDir: string
  /** Undefined starts the embedded database. */
  databaseUrl: string | undefined
  /** A standby, meant for lists and statistics: checked and kept, and read by nothing yet. */
  replicaUrl: string | undefined
  /** The origin that people type, without a slash at its end. */
  publicUrl: string
  /** Whether the demo province is kept, with its logins shown on the login page. */
  demo: boolean
  /** The answer of every captcha, for tests; undefined draws each anew. */
  captchaFixed: string | undefined
  logLevel: LogLevel
  /** Addresses and ranges of the proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[]
  /** Connections of this process to the database. */
  poolSize: number
  /** False behind a pool that mixes sessions and does not know prepared statements. */
  namedStatements: boolean
  keysFile: string
  /** The key that signs documents: a P12, one that the demo makes for itself, or null: nobody signs. */
  signing: { file: string; password: string } | 'demo' | null
  /** Authorities of time (RFC 3161) that stamp signatures, tried in this order; none: no stamp. */
  timeAuthorities: string[]
  /** Whether finding an account back asks two secret answers beside the code. */
  recoveryAnswers: boolean
  /** Whether units may be called back at addresses of this house's own network. */
  callsInside: boolean
  /** Undefined: no e-mail leaves the house. */
  mail: { url: string; from: string } | undefined
  /** Undefined: no short message leaves the house. `templates`: topic → the carrier's code, `*` for all others. */
  sms: (SmsAccount & { templates: Readonly<Record<string, string>> }) | undefined
  /** Undefined: files are not looked at by a virus scanner. */
  scanner: ScannerAddress | undefined
}

/** Thrown with every wrong variable at once, a line each, so that one start shows them all. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))

type Environment = Readonly<Record<string, string | undefined>>

/** Reads single variables and collects what is wrong; an empty variable counts as unset. */
const reader = (env: Environment) => {
  const problems: string[] = []
  const text = (name: string) => (env[name] === '' ? undefined : env[name])
  const wrong = (name: string, what: string) => void problems.push(`${name}: ${what}`)

  const integer = (name: string, fallback: number, least: number, most: number) => {
    const given = text(name)
    if (given === undefined) return fallback
    const value = Number(given)
    if (/^\d+$/.test(given) && value >= least && value <= most) return value
    wrong(name, `"${given}" is not a whole number from ${least} to ${most}`)
    return fallback
  }
  const flag = (name: string, fallback: boolean) => {
    const given = text(name)
    if (given === undefined || given === '0' || given === '1')
      return given === undefined ? fallback : given === '1'
    wrong(name, `"${given}" is neither 0 nor 1`)
    return fallback
  }
  const choice = <const T extends string>(name: string, fallback: T, among: readonly T[]) => {
    const given = text(name)
    if (given === undefined) return fallback
    const found = among.find((one) => one === given)
    if (found === undefined) wrong(name, `"${given}" is none of ${among.join(', ')}`)
    return found ?? fallback
  }
  // A database address carries a password, so it is never quoted in an error.
  const databaseUrl = (name: string) => {
    const given = text(name)
    if (given === undefined) return undefined
    if (/^postgres(ql)?:$/.test(URL.parse(given)?.protocol ?? '')) return given
    wrong(name, 'is not of the form postgres://user:password@host:port/database')
    return undefined
  }
  return { problems, text, wrong, integer, flag, choice, databaseUrl }
}

type Reader = ReturnType<typeof reader>

const readPublicUrl = ({ text, wrong }: Reader, port: number, production: boolean) => {
  const given = text('PUBLIC_URL')
  const url = URL.parse(given ?? `http://localhost:${port}`)
  if (url === null || !/^https?:$/.test(url.protocol))
    wrong('PUBLIC_URL', `"${given}" is not an http or https address`)
  else if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
    wrong('PUBLIC_URL', `"${given}" must be scheme, host and port alone`)
  else if (production && url.protocol !== 'https:')
    wrong('PUBLIC_URL', 'must be an https address when NODE_ENV=production')
  return url?.origin ?? ''
}

const isRange = (entry: string) => {
  const [address = '', bits, ...more] = entry.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  if (bits === undefined) return true
  try {
    new BlockList().addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
    return /^\d+$/.test(bits)
  } catch {
    return false
  }
}

const readProxies = ({ text, wrong }: Reader) => {
  const entries = (text('TRUSTED_PROXY') ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  for (const entry of entries)
    if (!isRange(entry)) wrong('TRUSTED_PROXY', `"${entry}" is not an IP address or range`)
  return entries
}

const readCaptcha = ({ text, wrong }: Reader, production: boolean) => {
  const given = text('CAPTCHA_FIXED')
  if (given === undefined) return undefined
  if (production) wrong('CAPTCHA_FIXED', 'would let anybody in when NODE_ENV=production')
  else if (!/^[0-9A-Z]{5}$/.test(given)) wrong('CAPTCHA_FIXED', 'must be 5 capitals or digits')
  return given
}

const readDatabase = ({ databaseUrl, text, flag, wrong }: Reader, production: boolean) => {
  const url = databaseUrl('DATABASE_URL')
  const replicaUrl = databaseUrl('DATABASE_REPLICA_URL')
  const named = flag('EMBEDDED_DATABASE', false)
  const hasServer = text('DATABASE_URL') !== undefined
  if (hasServer && named) wrong('EMBEDDED_DATABASE', 'cannot be 1 together with DATABASE_URL')
  if (!hasServer && replicaUrl !== undefined)
    wrong('DATABASE_REPLICA_URL', 'needs DATABASE_URL beside it')
  if (!hasServer && production && !named)
    wrong(
      'DATABASE_URL',
      'is required when NODE_ENV=production; EMBEDDED_DATABASE=1 asks for the embedded database by name',
    )
  return { databaseUrl: url, replicaUrl, isEmbedded: !hasServer }
}

/** Variables that make sense only together: all or none. */
const together = ({ text, wrong }: Reader, names: readonly string[]) => {
  const given = names.filter((name) => text(name) !== undefined)
  if (given.length === 0) return false
  for (const name of names)
    if (text(name) === undefined) wrong(name, `is required together with ${given.join(', ')}`)
  return given.length === names.length
}

const readMail = (read: Reader) => {
  if (!together(read, ['SMTP_URL', 'MAIL_FROM'])) return undefined
  const url = read.text('SMTP_URL') ?? ''
  // The address carries a password, so it is never quoted in an error.
  if (!/^smtps?:$/.test(URL.parse(url)?.protocol ?? ''))
    read.wrong('SMTP_URL', 'is not of the form smtps://user:password@host:port')
  return { url, from: read.text('MAIL_FROM') ?? '' }
}

const readSms = (read: Reader) => {
  const names = ['SMS_URL', 'SMS_KEY_ID', 'SMS_SECRET', 'SMS_SIGN_NAME', 'SMS_TEMPLATES']
  if (!together(read, names)) return undefined
  const [url = '', keyId = '', secret = '', signName = '', list = ''] = names.map((name) =>
    read.text(name),
  )
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    read.wrong('SMS_URL', 'is not a web address')
  const templates = Object.fromEntries(
    list.split(',').map((pair) => {
      const [topic = '', code = ''] = pair.split('=').map((part) => part.trim())
      if (topic === '' || code === '') read.wrong('SMS_TEMPLATES', `"${pair}" is not topic=CODE`)
      return [topic, code]
    }),
  )
  return { url, keyId, secret, signName, templates }
}

const readSigning = ({ text, flag, wrong }: Reader, production: boolean): Config['signing'] => {
  const [file, password] = [text('SIGNING_P12'), text('SIGNING_PASSWORD')]
  if (!flag('SIGNING', true)) {
    if (file !== undefined) wrong('SIGNING_P12', 'is given although SIGNING=0')
    return null
  }
  if (file === undefined) {
    if (password !== undefined) wrong('SIGNING_PASSWORD', 'needs SIGNING_P12 beside it')
    if (production)
      wrong(
        'SIGNING_P12',
        'is required when NODE_ENV=production; SIGNING=0 prints certificates without a signature',
      )
    return 'demo'
  }
  return { file: resolve(file), password: password ?? '' }
}

const readTimeAuthorities = ({ text, wrong }: Reader) => {
  const urls = (text('TSA_URLS') ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '')
  for (const url of urls)
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
      wrong('TSA_URLS', `"${url}" is not a web address`)
  return urls
}

/** `/run/clamav/clamd.ctl`, or `host:3310`. */
const readScanner = ({ text, wrong }: Reader): ScannerAddress | undefined => {
  const given = text('CLAMAV_SOCKET')
  if (given === undefined) return undefined
  if (given.startsWith('/')) return { path: given }
  const match = /^\[?([\w.:-]+?)\]?:(\d{1,5})$/.exec(given)
  if (match) return { host: match[1] ?? '', port: Number(match[2]) }
  wrong('CLAMAV_SOCKET', `"${given}" is neither the path of a socket nor host:port`)
  return undefined
}

/**
 * The configuration that these environment variables mean, with the defaults of development.
 * Touches no file. Throws a ConfigError that names every wrong variable.
 */
export const loadConfig = (env: Environment): Config => {
  const read = reader(env)
  const { problems, text, wrong, integer, flag, choice } = read
  const environments = ['development', 'test', 'production'] as const
  const production = choice('NODE_ENV', 'development', environments) === 'production'
  const port = integer('PORT', 3000, 0, 65_535)
  const { isEmbedded, ...database } = readDatabase(read, production)
  const dataDir = resolve(text('DATA_DIR') ?? join(projectRoot, 'data'))

  const demo = flag('DEMO', isEmbedded && !production)
  if (demo && production) wrong('DEMO', 'cannot be 1 when NODE_ENV=production')
  const keysFile = text('KEYS_FILE')
  if (production && keysFile === undefined)
    wrong('KEYS_FILE', 'is required when NODE_ENV=production; make one with npm run keys -- FILE')

  const config: Config = {
    production,
    host: text('HOST') ?? '127.0.0.1',
    port,
    dataDir,
    ...database,
    publicUrl: readPublicUrl(read, port, production),
    demo,
    captchaFixed: readCaptcha(read, production),
    logLevel: choice('LOG_LEVEL', 'info', logLevels),
    trustedProxies: readProxies(read),
    poolSize: integer('POOL_SIZE', 10, 1, 200),
    namedStatements: flag('NAMED_STATEMENTS', true),
    keysFile: resolve(keysFile ?? join(dataDir, 'keys.json')),
    signing: readSigning(read, production),
    timeAuthorities: readTimeAuthorities(read),
    recoveryAnswers: flag('RECOVERY_ANSWERS', true),
    callsInside: flag('WEBHOOKS_INSIDE', demo),
    mail: readMail(read),
    sms: readSms(read),
    scanner: readScanner(read),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

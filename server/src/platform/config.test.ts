import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://owner:s3cret@db.example/xueshi',
  PUBLIC_URL: 'https://xueshi.example',
  KEYS_FILE: '/etc/xueshi/keys.json',
  SIGNING_P12: '/etc/xueshi/signing.p12',
}

const problemsOf = (env: Record<string, string>) => {
  try {
    loadConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('without any variable', () => {
  test('a newcomer gets the demo on localhost with the embedded database', () => {
    expect(loadConfig({})).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      dataDir: resolve('data'),
      databaseUrl: undefined,
      replicaUrl: undefined,
      publicUrl: 'http://localhost:3000',
      demo: true,
      captchaFixed: undefined,
      logLevel: 'info',
      trustedProxies: [],
      poolSize: 10,
      namedStatements: true,
      keysFile: resolve('data/keys.json'),
      signing: 'demo',
      timeAuthorities: [],
      recoveryAnswers: true,
      callsInside: true,
    })
  })

  test('an empty variable counts as unset', () => {
    expect(loadConfig({ PORT: '', DEMO: '', DATABASE_URL: '' })).toEqual(loadConfig({}))
  })
})

describe('each variable', () => {
  test('is taken over', () => {
    const config = loadConfig({
      HOST: '0.0.0.0',
      PORT: '4000',
      DATA_DIR: '/srv/xueshi',
      DATABASE_URL: 'postgresql://owner@db/xueshi',
      DATABASE_REPLICA_URL: 'postgres://owner@replica/xueshi',
      CAPTCHA_FIXED: 'ABCDE',
      LOG_LEVEL: 'debug',
      TRUSTED_PROXY: '10.0.0.1, 10.1.0.0/16,fd00::/8',
      POOL_SIZE: '20',
      NAMED_STATEMENTS: '0',
    })
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 4000,
      dataDir: '/srv/xueshi',
      databaseUrl: 'postgresql://owner@db/xueshi',
      replicaUrl: 'postgres://owner@replica/xueshi',
      publicUrl: 'http://localhost:4000',
      demo: false,
      captchaFixed: 'ABCDE',
      logLevel: 'debug',
      trustedProxies: ['10.0.0.1', '10.1.0.0/16', 'fd00::/8'],
      poolSize: 20,
      namedStatements: false,
      keysFile: '/srv/xueshi/keys.json',
    })
  })

  test('the scanner is a socket of this machine, or somewhere else', () => {
    const scannerOf = (value: string) => loadConfig({ CLAMAV_SOCKET: value }).scanner
    expect(scannerOf('/run/clamav/clamd.ctl')).toEqual({ path: '/run/clamav/clamd.ctl' })
    expect(scannerOf('scan.example:3310')).toEqual({ host: 'scan.example', port: 3310 })
    expect(scannerOf('[::1]:3310')).toEqual({ host: '::1', port: 3310 })
  })

  test('the address that people type loses its last slash', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://xueshi.example/' }).publicUrl).toBe(
      'https://xueshi.example',
    )
  })

  test.each([
    ['NODE_ENV', 'prod'],
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['DATABASE_URL', 'mysql://db/xueshi'],
    ['DATABASE_URL', 'db.example'],
    ['DATABASE_REPLICA_URL', 'postgres://replica/xueshi'],
    ['PUBLIC_URL', 'xueshi.example'],
    ['PUBLIC_URL', 'ftp://xueshi.example'],
    ['PUBLIC_URL', 'https://xueshi.example/app'],
    ['DEMO', 'yes'],
    ['CAPTCHA_FIXED', 'abcde'],
    ['CAPTCHA_FIXED', 'ABCDEF'],
    ['LOG_LEVEL', 'loud'],
    ['TRUSTED_PROXY', '*'],
    ['TRUSTED_PROXY', 'true'],
    ['TRUSTED_PROXY', '10.0.0.0/33'],
    ['TRUSTED_PROXY', '10.0.0.0/'],
    ['POOL_SIZE', '0'],
    ['NAMED_STATEMENTS', 'true'],
    ['EMBEDDED_DATABASE', '2'],
    ['CLAMAV_SOCKET', 'clamd.ctl'],
    ['CLAMAV_SOCKET', 'scanner:high'],
  ])('%s=%s is refused by name', (name, value) => {
    const problems = problemsOf({ [name]: value })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: `))
  })
})

describe('in production', () => {
  test('a complete configuration has no demo', () => {
    expect(loadConfig(production)).toMatchObject({ production: true, demo: false })
  })

  test.each([
    ['DEMO', { DEMO: '1' }],
    ['CAPTCHA_FIXED', { CAPTCHA_FIXED: 'ABCDE' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://xueshi.example' }],
    ['PUBLIC_URL', { PUBLIC_URL: '' }],
    ['DATABASE_URL', { DATABASE_URL: '' }],
    ['EMBEDDED_DATABASE', { EMBEDDED_DATABASE: '1' }],
    ['KEYS_FILE', { KEYS_FILE: '' }],
    ['SIGNING_P12', { SIGNING_P12: '' }],
    ['SIGNING_P12', { SIGNING: '0' }],
    ['TSA_URLS', { TSA_URLS: 'http://tsa.example, ldap://tsa.example' }],
  ])('%s is refused: %o', (name, change) => {
    const problems = problemsOf({ ...production, ...change })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: `))
  })

  test('documents are signed with the key that is named, or not at all', () => {
    const { signing } = loadConfig({ ...production, SIGNING_PASSWORD: 's3cret' })
    expect(signing).toEqual({ file: '/etc/xueshi/signing.p12', password: 's3cret' })
    expect(loadConfig({ ...production, SIGNING_P12: '', SIGNING: '0' }).signing).toBeNull()
  })

  test('the embedded database is taken when asked for by name', () => {
    const config = loadConfig({ ...production, DATABASE_URL: '', EMBEDDED_DATABASE: '1' })
    expect(config).toMatchObject({ databaseUrl: undefined, demo: false })
  })
})

test('all wrong variables are told at once, and no password among them', () => {
  const env = {
    ...production,
    PORT: 'x',
    DEMO: '1',
    CAPTCHA_FIXED: 'ABCDE',
    DATABASE_URL: 'mysql://owner:s3cret@db.example/xueshi',
  }
  expect(problemsOf(env).map((line) => line.split(':')[0])).toEqual([
    'PORT',
    'DATABASE_URL',
    'DEMO',
    'CAPTCHA_FIXED',
  ])
  expect(() => loadConfig(env)).toThrow(/^(?!.*s3cret).*PORT.*CAPTCHA_FIXED/s)
})

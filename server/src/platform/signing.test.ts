import { execFile } from 'node:child_process'
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from './clock.ts'
import { createSigner } from './signer.ts'
import { blank, createSigning, tryOut } from './signing.ts'

let folder: string
const run = (tool: string, ...options: string[]) =>
  promisify(execFile)(tool, options, { cwd: folder })
const text = (name: string) => readFile(join(folder, name))

const log = pino({ level: 'silent' })
const password = 'geheim 秘密'
const signingWith = (file: string, { clock = systemClock, by = password } = {}) =>
  createSigning(
    { signing: { file: join(folder, file), password: by }, timeAuthorities: [], dataDir: folder },
    clock,
    log,
  )
const note = { reason: '试签', location: 'https://xueshi.example/verify/x#1', at: new Date() }

/** A key and a self-signed certificate as `name.key` and `name.pem`, by OpenSSL. */
const make = (name: string, ...options: string[]) =>
  run(
    'openssl',
    'req',
    '-x509',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-days',
    '30',
    '-subj',
    `/CN=${name}`,
    ...options,
  )
const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE']
const rsa = ['-newkey', 'rsa:2048', ...leaf]

/** Packed into `name.p12`; `certificate` where it is another's. */
const pack = (name: string, { certificate = name, options = [] as string[] } = {}) =>
  run(
    'openssl',
    'pkcs12',
    '-export',
    '-inkey',
    `${name}.key`,
    '-in',
    `${certificate}.pem`,
    '-out',
    `${name}.p12`,
    '-passout',
    `pass:${password}`,
    ...options,
  )

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'signing-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a P12 of the configuration', () => {
  test.each([
    ['rsa', rsa],
    ['ec', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', ...leaf]],
  ])('signs by %s, and poppler, OpenSSL and our own rules agree', async (name, kind) => {
    await make(name, ...kind)
    await pack(name)
    const signing = signingWith(`${name}.p12`)
    const signer = await signing.signer()
    if (!signer) throw new Error('nobody signs')
    expect(signer).toMatchObject({ subject: name, demo: false })
    const { pdf } = await signing.sign(blank, note)
    await writeFile(join(folder, `${name}.pdf`), pdf)
    const { stdout } = await run('pdfsig', '-nocert', `${name}.pdf`)
    expect(stdout).toContain('Signature is Valid')
    expect(stdout).toContain('Total document signed')
    expect(await checkSignedPdf(crypto.subtle, pdf, [signer])).toMatchObject({ result: 'genuine' })

    const content = Buffer.from('some content')
    const cms = await signer.sign(createHash('sha256').update(content).digest())
    await writeFile(join(folder, 'content'), content)
    await writeFile(join(folder, 'content.p7s'), cms)
    const files = ['-in', 'content.p7s', '-content', 'content', '-CAfile', `${name}.pem`]
    const how = ['-verify', '-cades', '-inform', 'DER', '-binary', '-purpose', 'any']
    const { stderr } = await run('openssl', 'cms', ...how, ...files)
    expect(stderr).toContain('successful')
  })

  test('brings the certificates that lead to its root, in their order', async () => {
    await make('root', '-newkey', 'rsa:2048')
    await run(
      'openssl',
      'req',
      '-new',
      '-nodes',
      '-newkey',
      'rsa:2048',
      '-keyout',
      'issued.key',
      '-out',
      'issued.csr',
      '-subj',
      '/CN=issued',
    )
    await run(
      'openssl',
      'x509',
      '-req',
      '-in',
      'issued.csr',
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-CAcreateserial',
      '-out',
      'issued.pem',
      '-days',
      '20',
    )
    await pack('issued', { options: ['-certfile', 'root.pem'] })
    const signer = await signingWith('issued.p12').signer()
    const names = signer?.chain.map((each) => new X509Certificate(each).subject)
    expect([signer?.subject, names]).toEqual(['issued', ['CN=root']])
  })
})

describe('what is wrong is said exactly', () => {
  const sentenceOf = (file: string, options = {}) =>
    signingWith(file, options)
      .signer()
      .then(() => 'nothing', String)

  test('there is no such file, or it is something else', async () => {
    expect(await sentenceOf('absent.p12')).toMatch(/absent\.p12 cannot be read \(ENOENT\)/)
    await writeFile(join(folder, 'text.p12'), 'hello')
    expect(await sentenceOf('text.p12')).toContain('it is no P12 file')
  })

  test('the password is wrong', async () => {
    await make('one', ...rsa)
    await pack('one')
    expect(await sentenceOf('one.p12', { by: 'other' })).toContain('its password is wrong')
  })

  test('ciphers of the last century, with the way to renew the file', async () => {
    await make('old', ...rsa)
    await pack('old', { options: ['-legacy'] })
    const sentence = await sentenceOf('old.p12')
    expect(sentence).toContain('last century')
    expect(sentence).toContain('openssl pkcs12')
  })

  test('the certificate is another key’s, or there is none', async () => {
    await make('two', ...rsa)
    await run(
      'openssl',
      'pkcs12',
      '-export',
      '-inkey',
      'two.key',
      '-nocerts',
      '-out',
      'two.p12',
      '-passout',
      `pass:${password}`,
    )
    expect(await sentenceOf('two.p12')).toContain('holds no certificate of its private key')
  })

  test('it ended, or has not begun', async () => {
    await make('young', ...rsa)
    await pack('young')
    const at = (days: number) => ({ now: () => new Date(Date.now() + days * 86_400_000) })
    expect(await sentenceOf('young.p12', { clock: at(0) })).toBe('nothing')
    expect(await sentenceOf('young.p12', { clock: at(40) })).toMatch(
      /"young" ended on \d{4}-\d\d-\d\d/,
    )
    expect(await sentenceOf('young.p12', { clock: at(-2) })).toMatch(
      /"young" holds from .* on, not yet/,
    )
  })

  test.each([
    ['weak', ['-newkey', 'rsa:1024', ...leaf], '1024 bits, fewer than 2048'],
    [
      'curved',
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1', ...leaf],
      'secp384r1, not on P-256',
    ],
    ['authority', ['-newkey', 'rsa:2048'], 'an authority’s'],
  ])('a certificate that is not for this: %s', async (name, options, words) => {
    await make(name, ...options)
    await pack(name)
    expect(await sentenceOf(`${name}.p12`)).toContain(words.replace('’', "'"))
  })

  test('a signature that does not hold, whatever signs', async () => {
    await make('right', ...rsa)
    await make('wrong', ...rsa)
    const { raw: certificate } = new X509Certificate(await text('right.pem'))
    const key = createPrivateKey(await text('wrong.key'))
    const signer = createSigner({ key, certificate, chain: [], demo: false })
    await expect(tryOut(signer)).rejects.toThrow('does not hold')
  })
})

test('a file that was put right is read at the next asking', async () => {
  await make('late', ...rsa)
  const signing = signingWith('late.p12')
  await expect(signing.signer()).rejects.toThrow('cannot be read')
  await pack('late')
  expect((await signing.signer())?.subject).toBe('late')
})

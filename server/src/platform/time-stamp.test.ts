import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkSignedPdf } from '@xueshi/contract/certificates/signed-pdf'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from './clock.ts'
import { blank, createSigning } from './signing.ts'

let folder: string
const servers: Server[] = []
const run = (tool: string, ...options: string[]) =>
  promisify(execFile)(tool, options, { cwd: folder })

/** What OpenSSL needs to be an authority of time. */
const settings = `
[tsa]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'time-'))
  await writeFile(join(folder, 'tsa.cnf'), settings)
  await writeFile(join(folder, 'serial'), '01\n')
  await run(
    'openssl',
    'req',
    '-x509',
    '-nodes',
    '-newkey',
    'rsa:2048',
    '-keyout',
    'tsa.key',
    '-out',
    'tsa.pem',
    '-days',
    '30',
    '-subj',
    '/CN=An authority of time',
    '-addext',
    'extendedKeyUsage=critical,timeStamping',
  )
})
afterAll(async () => {
  for (const server of servers) server.close()
  await rm(folder, { recursive: true, force: true })
})

/** A server on this machine that answers each question with these bytes; resolves to its address. */
async function serve(answer: (question: Buffer) => Promise<Buffer | null>): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      void answer(Buffer.concat(parts)).then((bytes) =>
        bytes ? response.end(bytes) : response.writeHead(503).end(),
      )
    })
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on a port
}

let asked = 0
/** The authority: OpenSSL's. */
async function authority(question: Buffer): Promise<Buffer> {
  asked += 1
  const name = `query${asked}`
  await writeFile(join(folder, name), question)
  const files = [
    '-queryfile',
    name,
    '-inkey',
    'tsa.key',
    '-signer',
    'tsa.pem',
    '-out',
    `${name}.out`,
  ]
  await run('openssl', 'ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa', ...files)
  return readFile(join(folder, `${name}.out`))
}

const signingWith = (timeAuthorities: string[]) =>
  createSigning(
    { signing: 'demo', timeAuthorities, dataDir: join(tmpdir(), 'xueshi-test-signing') },
    systemClock,
    pino({ level: 'silent' }),
  )
const note = { reason: '试签', location: 'https://xueshi.example/verify/x#1', at: new Date() }

async function stampOf(timeAuthorities: string[]) {
  const signing = signingWith(timeAuthorities)
  const { pdf, complete } = await signing.sign(blank, note)
  const signer = await signing.signer()
  const found = await checkSignedPdf(crypto.subtle, pdf, signer ? [signer] : [])
  return { pdf, complete, found, stamp: found.result === 'genuine' ? found.stamp : undefined }
}

describe('a signature with an authority of time', () => {
  test('bears its stamp, and stays good to others', async () => {
    const before = Date.now()
    const { pdf, complete, stamp } = await stampOf([await serve(authority)])
    expect(complete).toBe(true)
    expect(Math.abs(new Date(stamp?.at ?? 0).getTime() - before)).toBeLessThan(60_000)
    expect(stamp?.authority).toMatch(/^[0-9a-f]{64}$/)
    await writeFile(join(folder, 'stamped.pdf'), pdf)
    const { stdout } = await run('pdfsig', '-nocert', 'stamped.pdf')
    expect(stdout).toContain('Signature is Valid')
    expect(stdout).toContain('Total document signed')
  })

  test('asks the next where one does not answer, refuses, or answers something else', async () => {
    const good = await serve(authority)
    const earlier = await serve(async () => readFile(join(folder, 'query1.out')))
    const refusing = await serve(() => Promise.resolve(null))
    const nonsense = await serve(() => Promise.resolve(Buffer.from('hello')))
    const altered = await serve(async (question) => {
      const bytes = await authority(question)
      const last = bytes.length - 1
      bytes[last] = (bytes[last] ?? 0) ^ 1
      return bytes
    })
    const nobody = 'http://127.0.0.1:9'
    for (const bad of [nobody, refusing, nonsense, earlier, altered]) {
      expect([bad, (await stampOf([bad])).complete]).toEqual([bad, false])
      const { complete, stamp } = await stampOf([bad, good])
      expect([bad, complete, stamp?.at !== undefined]).toEqual([bad, true, true])
    }
  })

  test('without any stamp it is signed all the same, and told to be incomplete', async () => {
    const { complete, found } = await stampOf([await serve(() => Promise.resolve(null))])
    expect(complete).toBe(false)
    expect(found).toMatchObject({ result: 'genuine', stamp: null })
  })

  test('a stamp that was changed afterwards is found', async () => {
    const { pdf } = await stampOf([await serve(authority)])
    const signer = await signingWith([]).signer()
    if (!signer) throw new Error('nobody signs')
    const start = pdf.lastIndexOf('/Contents <') + '/Contents <'.length
    const end =
      start + pdf.toString('latin1', start, pdf.indexOf('>', start)).replace(/0+$/, '').length
    // The last things in it: the signature of the authority.
    for (let at = end - 400; at < end; at += 31) {
      const forged = Buffer.from(pdf)
      forged.write(forged[at] === 0x37 ? '8' : '7', at, 'latin1')
      const { result } = await checkSignedPdf(crypto.subtle, forged, [signer])
      expect([at, result]).toEqual([at, 'altered'])
    }
  })
})

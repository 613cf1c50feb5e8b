import { createPrivateKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { part, tags, writeDer, writeOid } from '@xueshi/contract/certificates/der'
import { createPrivateFile } from './private-file.ts'
import { createSigner, type Signer } from './signer.ts'

const name = '学时系统演示签名（不具法律效力）'

/**
 * The signer of the demo, made at the first start and kept in `file`. Its certificate says in its name
 * that it is one, and is signed by itself.
 */
export async function loadDemoSigner(file: string): Promise<Signer> {
  const text = await readFile(file, 'utf8').catch(() => make(file))
  const { raw } = new X509Certificate(text)
  return createSigner({ key: createPrivateKey(text), certificate: raw, chain: [], demo: true })
}

async function make(file: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const body = certificateBody(spki)
  const signature = sign('sha256', body, privateKey)
  const certificate = sequence(body, algorithm, bits(signature))
  const text =
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(certificate).toString('base64')}\n-----END CERTIFICATE-----\n` +
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await mkdir(dirname(file), { recursive: true })
  // Another process may have been first, and then its key holds.
  await createPrivateFile(file, text)
  return readFile(file, 'utf8')
}

const sequence = (...parts: Uint8Array[]) => writeDer(tags.sequence, ...parts)
const algorithm = sequence(writeOid('1.2.840.113549.1.1.11'), writeDer(tags.nothing))
const bits = (bytes: Uint8Array) => writeDer(tags.bits, new Uint8Array([0]), bytes)

/** What a certificate (RFC 5280) says, to be signed: for signatures alone, and no authority. */
function certificateBody(spki: Uint8Array): Uint8Array {
  const utf8 = (text: string) => writeDer(0x0c, Buffer.from(text))
  const named = (oid: string, text: string) =>
    writeDer(tags.set, sequence(writeOid(oid), utf8(text)))
  const who = sequence(
    named('2.5.4.6', 'CN'),
    named('2.5.4.10', '学时系统'),
    named('2.5.4.3', name),
  )
  const time = (text: string) => writeDer(tags.time, Buffer.from(text))
  const extension = (oid: string, value: Uint8Array) =>
    sequence(writeOid(oid), writeDer(0x01, new Uint8Array([0xff])), writeDer(tags.octets, value))
  return sequence(
    writeDer(part(0), writeDer(tags.integer, new Uint8Array([2]))),
    writeDer(tags.integer, Buffer.concat([Buffer.from([1]), Buffer.from(String(Date.now()))])),
    algorithm,
    who,
    // Demos run under moved clocks.
    sequence(time('20000101000000Z'), time('20991231235959Z')),
    who,
    spki,
    writeDer(
      part(3),
      sequence(
        extension('2.5.29.19', sequence()),
        // digitalSignature and nonRepudiation
        extension('2.5.29.15', writeDer(tags.bits, new Uint8Array([6, 0xc0]))),
      ),
    ),
  )
}

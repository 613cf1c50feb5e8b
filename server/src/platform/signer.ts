import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { oids, readCertificate } from '@xueshi/contract/certificates/cms'
import { part, tags, writeDer, writeOid } from '@xueshi/contract/certificates/der'

/**
 * Who signs documents. A key of ours in a P12 is one way to do it; a seal platform that is asked over
 * the network can be another.
 */
export type Signer = {
  /** Of whom the certificate is, in words. */
  subject: string
  /** SHA-256 of the certificate, in hex: names it in rows. */
  fingerprint: string
  /** Made by the demo at its first start: it proves nothing about any office. */
  demo: boolean
  certificate: Buffer
  /** What leads from it to its root, as far as it is known. */
  chain: readonly Buffer[]
  validFrom: Date
  validTo: Date
  /** The most bytes that a signature of it takes. */
  roomBytes: number
  /**
   * A signature (CMS, RFC 5652) over content of this SHA-256, as PAdES wants it: detached, and
   * speaking of its certificate (signing-certificate-v2).
   */
  sign: (digest: Uint8Array) => Promise<Uint8Array>
}

const sequence = (...parts: Uint8Array[]) => writeDer(tags.sequence, ...parts)
const set = (...parts: Uint8Array[]) => writeDer(tags.set, ...parts)
const octets = (bytes: Uint8Array) => writeDer(tags.octets, bytes)
const nothing = writeDer(tags.nothing)
const number = (value: number) => writeDer(tags.integer, new Uint8Array([value]))
const sha256 = sequence(writeOid('2.16.840.1.101.3.4.2.1'), nothing)
const attribute = (type: string, value: Uint8Array) => sequence(writeOid(type), set(value))

export const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** A signer from a private key, RSA or on the curve P-256, and its certificate. */
export function createSigner({
  key,
  certificate,
  chain,
  demo,
}: Pick<Signer, 'certificate' | 'chain' | 'demo'> & { key: KeyObject }): Signer {
  const x509 = new X509Certificate(certificate)
  const { issuer, serial } = readCertificate(certificate)
  const isRsa = key.asymmetricKeyType === 'rsa'
  const algorithm = isRsa
    ? sequence(writeOid('1.2.840.113549.1.1.11'), nothing)
    : sequence(writeOid('1.2.840.10045.4.3.2'))
  const type = attribute(oids.contentType, writeOid(oids.data))
  const speaksOf = attribute(
    oids.signingCertificate,
    sequence(sequence(sequence(octets(hash(certificate))))),
  )
  const version = number(1)
  const certificates = writeDer(part(0), certificate, ...chain)
  return {
    subject: commonNameOf(x509.subject),
    fingerprint: hash(certificate).toString('hex'),
    demo,
    certificate,
    chain,
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    roomBytes: certificates.length + 1024,
    async sign(digest) {
      const attributes = inOrder([type, attribute(oids.messageDigest, octets(digest)), speaksOf])
      const signature = await signature256(key, set(...attributes))
      const signed = sequence(
        version,
        sequence(issuer, serial),
        sha256,
        writeDer(part(0), ...attributes),
        algorithm,
        octets(signature),
      )
      const body = sequence(
        version,
        set(sha256),
        sequence(writeOid(oids.data)),
        certificates,
        set(signed),
      )
      return sequence(writeOid(oids.signedData), writeDer(part(0), body))
    },
  }
}

// DER wants the members of a set in the order of their bytes.
const inOrder = (members: Uint8Array[]) =>
  members.toSorted((one, other) => Buffer.compare(one, other))

/** On a thread of its own: two milliseconds of RSA would keep all others waiting. */
const signature256 = (key: KeyObject, bytes: Uint8Array) =>
  new Promise<Buffer>((resolve, reject) => {
    sign('sha256', bytes, key, (error, signature) => (error ? reject(error) : resolve(signature)))
  })

const commonNameOf = (subject: string) => /^CN=(.*)$/m.exec(subject)?.[1] ?? subject

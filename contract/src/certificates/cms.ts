import { NotDer, oidOf, part, readDer, readOnly, readParts, sameBytes, taker, tags } from './der.ts'
import type { Der } from './der.ts'

/** The part of WebCrypto that is needed; browsers and Node have it alike. */
export interface Subtle<Key> {
  digest(algorithm: string, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
  importKey(
    format: 'spki',
    key: Uint8Array<ArrayBuffer>,
    algorithm: { name: string; hash: string; namedCurve: string },
    extractable: boolean,
    usages: 'verify'[],
  ): Promise<Key>
  verify(
    algorithm: { name: string; hash: string },
    key: Key,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>
}

export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.47',
  /** Its elder, by SHA-1: authorities of time still use it. */
  signingCertificateV1: '1.2.840.113549.1.9.16.2.12',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  rsa: '1.2.840.113549.1.1.1',
  ecdsa: '1.2.840.10045.2.1',
} as const

const digestNames: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}
/** How a signature was made, and over which digest; null: the digest's own. */
const signatures: Readonly<Record<string, { name: 'RSA' | 'EC'; hash: string | null }>> = {
  [oids.rsa]: { name: 'RSA', hash: null },
  '1.2.840.113549.1.1.11': { name: 'RSA', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { name: 'RSA', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { name: 'RSA', hash: 'SHA-512' },
  '1.2.840.10045.4.3.2': { name: 'EC', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { name: 'EC', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { name: 'EC', hash: 'SHA-512' },
}
const curves: Readonly<Record<string, { name: string; bytes: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bytes: 32 },
  '1.3.132.0.34': { name: 'P-384', bytes: 48 },
}

/** A signature over some content (RFC 5652, one signer), taken apart but not yet believed. */
export type SignedData = {
  /** What is signed, where it is inside: its type and its bytes. */
  inside: { type: string; content: Uint8Array | null }
  /** The certificates that came with it, one after another. */
  certificates: Der[]
  issuerAndSerial: Uint8Array
  digest: string
  algorithm: { name: 'RSA' | 'EC'; hash: string }
  /** As signed: the attributes under the tag of a set. */
  attributes: Uint8Array<ArrayBuffer>
  attribute: (type: string) => Der | undefined
  signature: Uint8Array
  unsigned: (type: string) => Der | undefined
  /** How many things came with it that are not signed: attributes, lists of revoked certificates. */
  looseParts: number
}

/** Takes a signature apart. Throws NotDer unless every byte has its place. */
export function readSignedData(bytes: Uint8Array): SignedData {
  const outer = taker(readParts(readOnly(bytes, tags.sequence)))
  if (oidOf(outer.take(tags.oid)) !== oids.signedData) throw new NotDer()
  const body = taker(readParts(readOnly(outer.take(part(0)).content, tags.sequence)))
  outer.end()
  const version = smallNumber(body.take(tags.integer))
  const digests = readParts(body.take(tags.set))
  const inside = readInside(body.take(tags.sequence))
  const certificates = readParts(body.take(part(0)))
  const revoked = body.takeIf(part(1))
  const signers = readParts(body.take(tags.set))
  body.end()
  const [signer] = signers
  if (signer?.tag !== tags.sequence || signers.length > 1 || digests.length !== 1)
    throw new NotDer()
  if (version !== (inside.type === oids.data ? 1 : 3)) throw new NotDer()
  const { looseParts, ...read } = readSigner(signer)
  if (digestOf(digests[0]) !== read.digest) throw new NotDer()
  return { inside, certificates, looseParts: looseParts + (revoked ? 1 : 0), ...read }
}

function readInside(value: Der): SignedData['inside'] {
  const inside = taker(readParts(value))
  const type = oidOf(inside.take(tags.oid))
  const held = inside.takeIf(part(0))
  inside.end()
  return { type, content: held ? readOnly(held.content, tags.octets).content : null }
}

function readSigner(value: Der) {
  const signer = taker(readParts(value))
  if (smallNumber(signer.take(tags.integer)) !== 1) throw new NotDer()
  const issuerAndSerial = signer.take(tags.sequence).whole
  const digest = digestOf(signer.take(tags.sequence))
  const signed = signer.take(part(0))
  const algorithm = signatureOf(signer.take(tags.sequence), digest)
  const signature = signer.take(tags.octets).content
  const unsigned = signer.takeIf(part(1))
  signer.end()
  const attributes = new Uint8Array(signed.whole)
  attributes[0] = tags.set
  return {
    issuerAndSerial,
    digest,
    algorithm,
    attributes,
    attribute: (type: string) => attributeOf(signed, type),
    signature,
    unsigned: (type: string) => unsigned && attributeOf(unsigned, type),
    looseParts: unsigned ? readParts(unsigned).length : 0,
  }
}

/** The only value of an attribute. */
function attributeOf(attributes: Der, type: string): Der | undefined {
  const found = readParts(attributes).filter((each) => oidOf(readDer(each.content)) === type)
  const [, values] = found.length === 1 && found[0] ? readParts(found[0]) : []
  return values && readOnly(values.content, readDer(values.content).tag)
}

const smallNumber = ({ content }: Der) => {
  const [number] = content
  if (content.length !== 1 || number === undefined) throw new NotDer()
  return number
}

/** The parameters of an algorithm are absent or nothing; there is nothing to say in them. */
function readAlgorithm(value: Der | undefined): string {
  if (value?.tag !== tags.sequence) throw new NotDer()
  const [oid, parameters, ...rest] = readParts(value)
  if (oid?.tag !== tags.oid || rest.length > 0) throw new NotDer()
  if (parameters && (parameters.tag !== tags.nothing || parameters.content.length > 0))
    throw new NotDer()
  return oidOf(oid)
}

function digestOf(value: Der | undefined): string {
  const name = digestNames[readAlgorithm(value)]
  if (name === undefined) throw new NotDer()
  return name
}

function signatureOf(value: Der, digest: string): SignedData['algorithm'] {
  const found = signatures[readAlgorithm(value)]
  if (!found) throw new NotDer()
  return { name: found.name, hash: found.hash ?? digest }
}

/** What of a certificate (RFC 5280) is needed: by whom and under which number, until when, and its key. */
export function readCertificate(bytes: Uint8Array) {
  const [body] = readParts(readOnly(bytes, tags.sequence))
  if (body?.tag !== tags.sequence) throw new NotDer()
  const fields = taker(readParts(body))
  fields.takeIf(part(0))
  const serial = fields.take(tags.integer)
  fields.take(tags.sequence)
  const issuer = fields.take(tags.sequence)
  fields.take(tags.sequence)
  fields.take(tags.sequence)
  const key = fields.take(tags.sequence)
  return { issuer: issuer.whole, serial: serial.whole, key: new Uint8Array(key.whole) }
}

/** Whether the signer named in a signature is this certificate. */
export function isSignedBy({ issuerAndSerial }: SignedData, certificate: Uint8Array): boolean {
  const { issuer, serial } = readCertificate(certificate)
  const [one, other, ...rest] = readParts(readOnly(issuerAndSerial, tags.sequence))
  if (!one || !other || rest.length > 0) return false
  return sameBytes(one.whole, issuer) && sameBytes(other.whole, serial)
}

/**
 * Whether the certificate's key signed the attributes, they speak of this certificate, and they hold
 * this digest of the content.
 */
export async function isSignatureOf<Key>(
  subtle: Subtle<Key>,
  signed: SignedData,
  { certificate, digest }: { certificate: Uint8Array; digest: Uint8Array },
): Promise<boolean> {
  const type = signed.attribute(oids.contentType)
  const held = signed.attribute(oids.messageDigest)
  if (!type || type.tag !== tags.oid || oidOf(type) !== signed.inside.type) return false
  if (!held || held.tag !== tags.octets || !sameBytes(held.content, digest)) return false
  if (!isSignedBy(signed, certificate)) return false
  if (!(await speaksOf(subtle, signed, certificate))) return false
  const { key: spki } = readCertificate(certificate)
  const { name, hash } = signed.algorithm
  const [algorithm = { content: new Uint8Array() }] = readParts(readOnly(spki, tags.sequence))
  const [kind, curve] = readParts(algorithm)
  if (!kind || oidOf(kind) !== (name === 'RSA' ? oids.rsa : oids.ecdsa)) return false
  const onCurve = name === 'EC' && curve?.tag === tags.oid ? curves[oidOf(curve)] : undefined
  if (name === 'EC' && !onCurve) return false
  const how = {
    name: name === 'RSA' ? 'RSASSA-PKCS1-v1_5' : 'ECDSA',
    hash,
    namedCurve: onCurve?.name ?? '',
  }
  const key = await subtle.importKey('spki', spki, how, false, ['verify'])
  const signature = onCurve
    ? plainSignature(signed.signature, onCurve.bytes)
    : new Uint8Array(signed.signature)
  return subtle.verify(how, key, signature, signed.attributes)
}

/** signing-certificate-v2 (RFC 5035) or its elder: the signature cannot be passed off as another certificate's. */
async function speaksOf<Key>(
  subtle: Subtle<Key>,
  signed: SignedData,
  certificate: Uint8Array,
): Promise<boolean> {
  const elder = signed.attribute(oids.signingCertificateV1)
  const named = signed.attribute(oids.signingCertificate) ?? elder
  if (!named) return false
  const [ids] = readParts(named)
  const [first] = ids ? readParts(ids) : []
  const [hashed, ...rest] = first ? readParts(first) : []
  // The one that holds where no algorithm is named.
  const usual = named === elder ? 'SHA-1' : 'SHA-256'
  const [hash, held] = hashed?.tag === tags.sequence ? [digestOf(hashed), rest[0]] : [usual, hashed]
  const expected = new Uint8Array(await subtle.digest(hash, new Uint8Array(certificate)))
  return held?.tag === tags.octets && sameBytes(held.content, expected)
}

/** ECDSA as WebCrypto wants it: r and s side by side. */
function plainSignature(der: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const numbers = readParts(readOnly(der, tags.sequence))
  if (numbers.length !== 2) throw new NotDer()
  const plain = new Uint8Array(bytes * 2)
  for (const [at, { tag, content }] of numbers.entries()) {
    const digits = content[0] === 0 ? content.subarray(1) : content
    if (tag !== tags.integer || digits.length > bytes) throw new NotDer()
    plain.set(digits, bytes * (at + 1) - digits.length)
  }
  return plain
}

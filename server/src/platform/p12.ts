import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import {
  type AuthenticatedSafe,
  CertBag,
  Certificate,
  PFX,
  PKCS8ShroudedKeyBag,
  type SafeContents,
} from 'pkijs'

/** Why a file of a key and its certificate cannot be used, in a sentence for whoever keeps the server. */
export class BadP12 extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'BadP12'
  }
}

/** A private key, its certificate, and the certificates that lead on from it. */
export type KeyAndCertificate = { key: KeyObject; certificate: Buffer; chain: Buffer[] }

const encrypted = '1.2.840.113549.1.7.6'

/**
 * Reads a P12 (PKCS #12, RFC 7292). Throws BadP12 with what is wrong: no such file, the password,
 * ciphers of the last century, no key, no certificate of that key.
 */
export async function readP12(bytes: Buffer, password: string): Promise<KeyAndCertificate> {
  const secret = Uint8Array.from(Buffer.from(password)).buffer
  const file = parsed(bytes)
  try {
    await file.parseInternalValues({ checkIntegrity: true, password: secret })
  } catch {
    throw new BadP12('its password is wrong, or the file is damaged')
  }
  const bags = await openBags(file.parsedValue?.authenticatedSafe, secret)
  const keys: KeyObject[] = []
  const certificates: Buffer[] = []
  for (const bag of bags) {
    if (bag instanceof PKCS8ShroudedKeyBag) keys.push(await openKey(bag, secret))
    if (bag instanceof CertBag && bag.parsedValue instanceof Certificate)
      certificates.push(Buffer.from(bag.parsedValue.toSchema().toBER()))
  }
  const [key, ...others] = keys
  if (!key || others.length > 0) throw new BadP12(`it holds ${keys.length} private keys, not one`)
  const own = certificates.find((each) => new X509Certificate(each).checkPrivateKey(key))
  if (!own) throw new BadP12('it holds no certificate of its private key')
  return { key, certificate: own, chain: chainOf(own, certificates) }
}

function parsed(bytes: Buffer): PFX {
  try {
    return PFX.fromBER(Uint8Array.from(bytes).buffer)
  } catch {
    throw new BadP12('it is no P12 file')
  }
}

async function openBags(safe: AuthenticatedSafe | undefined, password: ArrayBuffer) {
  if (!safe) throw new BadP12('it is empty')
  try {
    await safe.parseInternalValues({
      safeContents: safe.safeContents.map(({ contentType }) =>
        contentType === encrypted ? { password } : {},
      ),
    })
  } catch (error) {
    throw new BadP12(
      /Unknown "contentEncryptionAlgorithm"/.test(String(error))
        ? 'it is encrypted as in the last century (RC2 or triple DES); write it anew: ' +
            'openssl pkcs12 -legacy -in OLD -nodes | openssl pkcs12 -export -out NEW'
        : 'what it holds cannot be read',
    )
  }
  const contents = (safe.parsedValue as { safeContents: { value: SafeContents }[] }).safeContents // pkijs leaves it untyped
  return contents.flatMap(({ value }) => value.safeBags.map(({ bagValue }) => bagValue))
}

async function openKey(bag: PKCS8ShroudedKeyBag, password: ArrayBuffer): Promise<KeyObject> {
  const der = Buffer.from(bag.toSchema().toBER())
  return createPrivateKey({
    key: der,
    format: 'der',
    type: 'pkcs8',
    passphrase: Buffer.from(password),
  })
}

/** Who vouches for the certificate, and who for them, as far as the file knows. */
function chainOf(certificate: Buffer, known: readonly Buffer[]): Buffer[] {
  const chain: Buffer[] = []
  let last = new X509Certificate(certificate)
  for (;;) {
    const next = known.find((each) => {
      const issuer = new X509Certificate(each)
      return last.fingerprint256 !== issuer.fingerprint256 && last.checkIssued(issuer)
    })
    if (!next || chain.includes(next)) return chain
    chain.push(next)
    last = new X509Certificate(next)
  }
}

import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { type Issuer, statusListLength } from '@xueshi/contract/certificates'
import type { Actor } from '../../platform/actor.ts'
import type { Media } from '../../platform/http.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { checkCertificateNumber } from '../rules.ts'
import { factsOf } from '../verification/rules.ts'
import { holdFlood, look } from '../verification/service.ts'
import { credentialOf, issuerOf, placeOf, type StatusList, statusListOf } from './rules.ts'
import * as store from './store.ts'

/**
 * A certificate as a signed Verifiable Credential, also one that no longer holds: that it does not
 * stands in its status list. 404 where there is no such certificate.
 */
export async function readCredential(actor: Actor, code: string): Promise<Media> {
  holdFlood(actor)
  const { platform } = actor
  const row = await look(platform, code, 'credential')
  // One from before this system has a number that no list of states has a place for.
  if (!row || !checkCertificateNumber(factsOf(row).number)) fail('NOT_FOUND')
  const bytes = tokenOf(platform, { ...row, facts: factsOf(row) })
  return { bytes, fileName: `${row.number}.vc.jwt` }
}

/** The certificate as a credential that proves itself. */
export const tokenOf = (platform: Platform, of: Parameters<typeof credentialOf>[1]): Buffer =>
  signed(platform, credentialOf(platform.config.publicUrl, of))

/** Which certificates of the list no longer hold, as of now. 404 where no number was given out yet. */
export async function readStatusList(actor: Actor, list: StatusList): Promise<Media> {
  holdFlood(actor)
  const { platform } = actor
  const last = await store.countNumbers(platform.db, list)
  if (last < Math.max(1, Number(list.block) * statusListLength)) fail('NOT_FOUND')
  const rows = await store.endedIn(platform.db, list).execute()
  const ended = rows.map(({ number }) => placeOf(number).index)
  const { publicUrl } = platform.config
  const credential = statusListOf(publicUrl, list, { ended, now: platform.clock.now() })
  return { bytes: signed(platform, credential), fileName: 'status-list.jwt' }
}

/** Signed as VC-JOSE-COSE has it: the credential itself is what the token carries. */
function signed({ keys, config }: Platform, credential: object): Buffer {
  const { id, key } = keys.credentialKeys.at(-1) ?? lacking()
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const kid = `${issuerOf(config.publicUrl)}#${id}`
  const text = `${part({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid })}.${part(credential)}`
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' })
  return Buffer.from(`${text}.${signature.toString('base64url')}`)
}

/** The keys that credentials are signed with, those of before too: what `kid` names is found here. */
export async function readIssuer({ platform }: Actor): Promise<Issuer> {
  const issuer = issuerOf(platform.config.publicUrl)
  const methods = platform.keys.credentialKeys.map(({ id, key }) => ({
    id: `${issuer}#${id}`,
    type: 'JsonWebKey' as const,
    controller: issuer,
    publicKeyJwk: {
      kty: 'EC' as const,
      crv: 'P-256' as const,
      alg: 'ES256' as const,
      ...pointOf(key),
    },
  }))
  return {
    '@context': ['https://www.w3.org/ns/cid/v1', 'https://w3id.org/security/jwk/v1'],
    id: issuer,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
  }
}

function pointOf(key: KeyObject) {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' })
  return { x, y }
}

function lacking(): never {
  throw new Error('there is no key for credentials')
}

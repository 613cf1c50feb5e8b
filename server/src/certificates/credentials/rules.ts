import { gzipSync } from 'node:zlib'
import { statusListLength } from '@xueshi/contract/certificates'
import { maskName } from '@xueshi/contract/person-name'
import type { CertificateFacts } from '../rules.ts'

/** A list of states: of a year and a city, and which of them. */
export type StatusList = { year: string; city: string; block: string }

const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  // For the words of ours, which nobody has published a vocabulary for.
  'https://www.w3.org/ns/credentials/undefined-terms/v2',
]

export const issuerOf = (publicUrl: string) => `${publicUrl}/api/issuer`

/** Lists stand under the numbers: a certificate's place in one is what its number says. */
export function placeOf(number: string): { list: StatusList; index: number } {
  const [, year = '', city = '', digits = ''] = number.split('-')
  const sequence = Number(digits)
  const block = String(Math.floor(sequence / statusListLength))
  return { list: { year, city, block }, index: sequence % statusListLength }
}

const addressOf = (publicUrl: string, { year, city, block }: StatusList) =>
  `${publicUrl}/api/status-lists/${year}/${city}/${block}`

/** The certificate as a Verifiable Credential 2.0: what anyone may see of it, the person masked. */
export function credentialOf(
  publicUrl: string,
  { code, issuedAt, facts }: { code: string; issuedAt: Date; facts: CertificateFacts },
) {
  const { list, index } = placeOf(facts.number)
  const address = addressOf(publicUrl, list)
  return {
    '@context': contexts,
    id: `${publicUrl}/verify/${code}`,
    type: ['VerifiableCredential', 'ContinuingEducationCertificate'],
    issuer: { id: issuerOf(publicUrl), name: facts.issuer },
    validFrom: issuedAt.toISOString(),
    credentialSubject: {
      type: 'Person',
      nameMasked: maskName(facts.name),
      documentType: facts.documentType,
      documentNumberMasked: facts.maskedNumber,
      unit: facts.unit,
      certificateNumber: facts.number,
      year: facts.year,
      series: facts.series,
      categories: facts.categories.map(({ name, count, hoursTenths, requiredTenths }) => ({
        name,
        count,
        hours: hoursTenths / 10,
        requiredHours: requiredTenths / 10,
      })),
      totalHours: facts.totalHoursTenths / 10,
      conclusion: facts.conclusion,
      demo: facts.demo,
    },
    credentialStatus: {
      id: `${address}#${index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(index),
      statusListCredential: address,
    },
  }
}

const hourMilliseconds = 3_600_000

/** The list as a credential of its own; `ended` are the places whose certificates no longer hold. */
export function statusListOf(
  publicUrl: string,
  list: StatusList,
  { ended, now }: { ended: readonly number[]; now: Date },
) {
  const address = addressOf(publicUrl, list)
  return {
    '@context': contexts.slice(0, 1),
    id: address,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: issuerOf(publicUrl),
    validFrom: now.toISOString(),
    validUntil: new Date(now.getTime() + hourMilliseconds).toISOString(),
    credentialSubject: {
      id: `${address}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeList(ended),
    },
  }
}

/** A bit for each place, the first one leftmost; squeezed, in base64 for URLs with the mark of multibase. */
export function encodeList(ended: readonly number[]): string {
  const bits = new Uint8Array(statusListLength / 8)
  for (const index of ended) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7))
  return `u${gzipSync(bits).toString('base64url')}`
}

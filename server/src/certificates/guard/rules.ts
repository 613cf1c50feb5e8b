import type { CertificateState } from '@xueshi/contract/certificates'
import type { Keys } from '../../platform/crypto.ts'
import { macOf } from '../../platform/row-macs.ts'
import type { CertificateFacts } from '../rules.ts'

type SealKey = Pick<Keys, 'sealKey'>

/** All of a certificate that is frozen at its issue. */
export type Issued = {
  id: string
  code: string
  personId: string
  unitId: string | null
  series: string
  cityCode: string | null
  countyCode: string | null
  edition: number
  replaces: string | null
  photoFileId: string | null
  templateId: string | null
  facts: CertificateFacts
  issuedAt: Date
}

/** The code over what was frozen, the number as it was issued among the facts. */
export const certificateMac = (keys: SealKey, one: Issued): Buffer =>
  macOf(keys, 'certificate', [
    one.id,
    one.code,
    one.personId,
    one.unitId,
    one.series,
    one.cityCode,
    one.countyCode,
    one.edition,
    one.replaces,
    one.photoFileId,
    one.templateId,
    one.facts,
    one.issuedAt.toISOString(),
  ])

/** The code over how a certificate ended. */
export const endMac = (
  keys: SealKey,
  id: string,
  { to, at, reason }: { to: CertificateState; at: Date; reason: string },
): Buffer => macOf(keys, 'certificate end', [id, to, at.toISOString(), reason])

export const writtenOf = ({ id, personId, facts }: Issued) => ({ id, personId, year: facts.year })

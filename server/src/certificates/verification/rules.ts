import type { Verification } from '@xueshi/contract/certificates'
import { maskName } from '@xueshi/contract/person-name'
import type { CertificateFacts } from '../rules.ts'
import type { VerifiedRow } from './store.ts'

/** What was frozen at issue. Written by insertCertificates and never changed since. */
export const factsOf = (row: Pick<VerifiedRow, 'facts'>) => row.facts as unknown as CertificateFacts

/** What anyone may see of a certificate: how it stands, and its facts with the person masked. */
export function present(row: VerifiedRow | undefined): Verification {
  if (!row) return { result: 'unknown', certificate: null }
  const facts = factsOf(row)
  return {
    result: row.state,
    certificate: {
      // In the register a mark may stand behind that of a past year that was taken back.
      number: facts.number,
      code: row.code,
      nameMasked: maskName(facts.name),
      documentNumberMasked: facts.maskedNumber,
      unitName: facts.unit,
      seriesName: facts.series,
      year: facts.year,
      categories: facts.categories.map(({ name, count, hoursTenths }) => ({
        name,
        count,
        hoursTenths,
      })),
      totalTenths: facts.totalHoursTenths,
      edition: row.edition,
      demo: facts.demo,
      issuer: facts.issuer,
      issuedOn: facts.issuedOn,
      endedAt: row.endedAt?.toISOString() ?? null,
      endReason: row.endReason,
      replacedBy: row.state === 'replaced' ? row.laterNumber : null,
    },
  }
}

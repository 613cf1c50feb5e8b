import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import type { PackYear, ReviewPack } from '@xueshi/contract/ledger/packs'
import { categories, type Category, type YearDetail } from '@xueshi/contract/ledger'
import type { Presented } from '../../certificates/service.ts'
import type { Print } from '../../platform/printing.ts'
import { paperYear } from '../year-views/rules.ts'

/** A year with the certificate that holds of it. */
export type Year = { detail: YearDetail; series: string | null; certificate: Presented | null }

export function presentYear({ detail, series, certificate }: Year): PackYear {
  return {
    year: detail.year,
    series,
    state: detail.state,
    counted: detail.counted,
    required: detail.required,
    countedTotalTenths: detail.countedTotalTenths,
    requiredTotalTenths: detail.requiredTotalTenths,
    lackingTotalTenths: detail.lackingTotalTenths,
    ruleSet: detail.ruleSet.name,
    certificate: certificate && {
      number: certificate.number,
      verifyUrl: certificate.facts.verifyUrl,
      issuedAt: certificate.issuedAt.toISOString(),
      issuer: certificate.facts.issuer,
      credential: certificate.credential,
    },
    items: standing(detail).map((item) => ({
      category: item.category,
      name: item.name,
      form: item.form,
      institution: item.institution,
      startOn: item.startOn,
      endOn: item.endOn,
      hoursTenths: item.hoursTenths,
      countedTenths: item.countedTenths,
      sourceKind: item.sourceKind,
      recognisedBy: item.recognisedBy,
      at: item.at,
    })),
  }
}

/** What was taken back is nothing that a review counts. */
const standing = ({ items }: YearDetail) => items.filter(({ reversed }) => !reversed)

/** Over all the years. */
export function sumOf(
  years: readonly YearDetail[],
): Pick<ReviewPack, 'counted' | 'countedTotalTenths'> {
  const of = (category: Category) => years.reduce((sum, { counted }) => sum + counted[category], 0)
  const counted = {
    public: of('public'),
    professional: of('professional'),
    elective: of('elective'),
  }
  return {
    counted,
    countedTotalTenths: categories.reduce((sum, category) => sum + counted[category], 0),
  }
}

const template = new URL('../pack.typ', import.meta.url)

/** The same as one document: the years together, then each by itself. */
export function packPrint(
  { holder, from, to, demo, counted, countedTotalTenths }: ReviewPack,
  years: readonly Year[],
  printedOn: string,
): Print {
  const proved = years.flatMap(({ certificate }) => (certificate ? [certificate.proved] : []))
  return {
    template,
    qrCodes: proved,
    facts: {
      ...holder,
      from,
      to,
      demo,
      printedOn,
      counted: categories.map((category) => counted[category]),
      countedTotalTenths,
      years: years.map(({ detail, series, certificate }) => ({
        ...paperYear({ ...detail, items: standing(detail) }),
        series: titleSeriesLabel(series ?? '') ?? '',
        certificate: certificate && {
          number: certificate.number,
          issuer: certificate.facts.issuer,
          verifyUrl: certificate.facts.verifyUrl,
          proved: certificate.proved,
        },
      })),
    },
  }
}

import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { CertificationTerms } from './ledger/rule-sets.ts'
import { yearMoveNames, yearStates } from './ledger/year-states.ts'
import { ById, Code, HoursTenths, Id, Year, YearText } from './shapes.ts'

export * from './ledger/exemption-review.ts'
export * from './ledger/exemption-states.ts'
export * from './ledger/exemptions.ts'
export * from './ledger/obligations.ts'
export * from './ledger/rule-set-differences.ts'
export * from './ledger/rule-set-editor.ts'
export * from './ledger/rule-set-issues.ts'
export * from './ledger/rule-sets.ts'
export * from './ledger/shapes.ts'
export * from './ledger/windows.ts'
export * from './ledger/year-states.ts'
export * from './ledger/year-views.ts'

const CountAndHours = z.object({ count: z.int(), hoursTenths: HoursTenths })

/** A row of 继续教育证书打印: one person, one year, one 专业系列. */
export const YearRow = z.object({
  id: Id,
  year: Year,
  series: Code,
  /** Those that the person held in the year, the one that it counts for among them; the rest may be chosen while `open` says so. */
  seriesHeld: z.array(Code),
  public: CountAndHours,
  professional: CountAndHours,
  elective: CountAndHours,
  totalTenths: HoursTenths,
  state: z.enum(yearStates),
  certification: CertificationTerms,
  certificate: z.nullable(z.object({ id: Id, number: z.string(), code: z.string() })),
  open: z.array(z.enum(yearMoveNames)),
})
export type YearRow = z.infer<typeof YearRow>

export const listYears = endpoint('GET /years', {
  summary: '继续教育证书查询',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({
    from: z.optional(YearText),
    to: z.optional(YearText),
    series: z.optional(Code),
  }),
  reply: z.object({ items: z.array(YearRow) }),
})

/** Certifies a year that meets its rules, at once, and issues its certificate. */
export const certifyYear = endpoint('POST /years/:id/certify', {
  summary: '申请年度认证',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({}),
  reply: YearRow,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'CERTIFICATION_CLOSED'],
})

/**
 * 选择专业系列: where a person's series changed within a year, it counts for the one that they say, and is
 * computed by its rules; until it is certified. INVALID for one that they did not hold in it.
 */
export const chooseYearSeries = endpoint('POST /years/:id/series', {
  summary: '选择年度的专业系列',
  by: ['individual'],
  repeat: 'natural',
  params: ById,
  body: z.object({ series: Code }),
  reply: YearRow,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'INVALID'],
})

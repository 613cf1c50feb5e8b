import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { HoursTenths, Instant, Year } from '../shapes.ts'
import { HoursByCategory } from './shapes.ts'
import { YearItem, YearSum } from './year-views.ts'

/** A year of the pack: its sums, the certificate that holds, and each hour behind it. */
export const PackYear = z.object({
  ...YearSum.shape,
  /** The rules by which it was computed. */
  ruleSet: z.string(),
  /** 门数 and hours that count, as the certificate of the year would print them. */
  certificate: z.nullable(
    z.object({
      number: z.string(),
      verifyUrl: z.string(),
      issuedAt: Instant,
      issuer: z.string(),
      /** A W3C Verifiable Credential 2.0 as JOSE: proves itself to a machine. None for one from before this system, whose number has no place in a list of states. */
      credential: z.nullable(z.string()),
    }),
  ),
  items: z.array(
    z.pick(YearItem, {
      category: true,
      name: true,
      form: true,
      institution: true,
      startOn: true,
      endOn: true,
      hoursTenths: true,
      countedTenths: true,
      sourceKind: true,
      recognisedBy: true,
      at: true,
    }),
  ),
})
export type PackYear = z.infer<typeof PackYear>

/** 职称评审学时材料: what a title review asks of five years, for machines; the PDF says the same. */
export const ReviewPack = z.object({
  holder: z.object({
    name: z.string(),
    documentType: z.string(),
    documentNumberMasked: z.string(),
    unitName: z.string(),
    title: z.string(),
  }),
  from: Year,
  to: Year,
  madeAt: Instant,
  demo: z.boolean(),
  /** What counts in all of the years together. */
  counted: HoursByCategory,
  countedTotalTenths: HoursTenths,
  years: z.array(PackYear),
})
export type ReviewPack = z.infer<typeof ReviewPack>

/** As JSON, at any time, met or not. */
export const readReviewPack = endpoint('GET /review-pack', {
  summary: '职称评审学时材料（JSON）',
  by: ['individual'],
  repeat: 'natural',
  reply: ReviewPack,
  errors: ['NOT_FOUND'],
})

/** As one signed PDF. */
export const printReviewPack = endpoint('GET /review-pack/file', {
  summary: '职称评审学时材料（PDF）',
  by: ['individual'],
  repeat: 'natural',
  media: 'application/pdf',
  reply: z.unknown(),
  errors: ['NOT_FOUND', 'UNPRINTABLE', 'BUSY', 'SIGNING_OUT'],
})

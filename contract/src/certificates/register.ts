import * as z from 'zod/mini'
import { certificateStates } from '../certificates.ts'
import { endpoint } from '../endpoint.ts'
import {
  ById,
  ByVersion,
  Code,
  Cursor,
  HoursTenths,
  Id,
  Instant,
  pageOf,
  Version,
  Year,
  YearText,
} from '../shapes.ts'
import { text } from '../text.ts'

/** A row of 证书管理 and of an employer's 证书打印. */
export const CertificateRow = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  documentNumberMasked: z.string(),
  unitName: z.string(),
  seriesName: z.string(),
  year: Year,
  totalTenths: HoursTenths,
  /** 版次. */
  edition: z.int(),
  state: z.enum(certificateStates),
  issuedAt: Instant,
})
export type CertificateRow = z.infer<typeof CertificateRow>

const offices = ['employer', 'hrss'] as const

/** By number, or by name, or the certificates of a year, the present one unless told; newest first. */
export const listCertificates = endpoint('GET /certificates', {
  summary: '证书查询',
  by: offices,
  repeat: 'natural',
  query: z.object({
    year: z.optional(YearText),
    name: z.optional(text({ min: 0, max: 50 })),
    number: z.optional(text({ min: 0, max: 60 })),
    /** 证件号码后四位: more of it has no place in an address. */
    tail: z.optional(z.string().check(z.regex(/^[\dA-Za-z]{0,4}$/))),
    /** 工作单位 as printed, or a part of it. */
    unit: z.optional(text({ min: 0, max: 100 })),
    series: z.optional(Code),
    state: z.optional(z.enum(certificateStates)),
    after: z.optional(Cursor),
  }),
  /** `year`: the one that was looked at, where none was asked for: the newest with certificates. */
  reply: z.extend(pageOf(CertificateRow), { year: z.nullable(Year) }),
})

export const CertificateDetail = z.object({
  ...CertificateRow.shape,
  version: Version,
  code: z.string(),
  issuer: z.string(),
  ruleSet: z.string(),
  categories: z.array(
    z.object({
      name: z.string(),
      count: z.int(),
      hoursTenths: HoursTenths,
      requiredTenths: HoursTenths,
    }),
  ),
  endedAt: z.nullable(Instant),
  endReason: z.nullable(z.string()),
  /** How often it was verified so far. */
  looks: z.int(),
  /** Every edition of this person's year, the newest first. */
  editions: z.array(
    z.object({
      id: Id,
      number: z.string(),
      edition: z.int(),
      state: z.enum(certificateStates),
      issuedAt: Instant,
    }),
  ),
  open: z.array(z.enum(['withdraw', 'replace', 'renew'])),
})
export type CertificateDetail = z.infer<typeof CertificateDetail>

export const readCertificate = endpoint('GET /certificates/:id', {
  summary: '证书详情',
  by: offices,
  repeat: 'natural',
  params: ById,
  reply: CertificateDetail,
  errors: ['NOT_FOUND'],
})

const Reasoned = z.object({ ...ByVersion.shape, reason: text({ min: 1, max: 200 }) })

/** 撤销: the certificate no longer holds, and its year is revoked. */
export const withdrawCertificate = endpoint('POST /certificates/:id/withdraw', {
  summary: '撤销证书',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: Reasoned,
  reply: CertificateDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/**
 * 重新签发: the year's next edition, with what the records say now, in the place of a valid certificate
 * or after a withdrawn one. Answers the new one.
 */
export const reissueCertificate = endpoint('POST /certificates/:id/reissue', {
  summary: '重新签发证书',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: Reasoned,
  reply: CertificateDetail,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'YEAR_NOT_MET'],
})

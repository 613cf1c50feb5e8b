import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import type { Moves } from './moves.ts'
import { ById, HoursTenths, Instant, Year } from './shapes.ts'
import { text } from './text.ts'

export const certificateStates = ['valid', 'withdrawn', 'replaced'] as const
export type CertificateState = (typeof certificateStates)[number]

/** A certificate is withdrawn or replaced by what happens to its year, by no one's hand here. */
export const certificateMoves = {
  withdraw: { from: ['valid'], to: 'withdrawn', by: [], when: [] },
  replace: { from: ['valid'], to: 'replaced', by: [], when: [] },
} as const satisfies Moves<CertificateState, never>

/** How somebody came to verify: by the QR code, by number and name, by the file, by a machine. */
export const verificationWays = ['code', 'number', 'file', 'credential'] as const
export type VerificationWay = (typeof verificationWays)[number]

/** 打印证书: the PDF, A4 landscape, in the page. */
export const readCertificatePdf = endpoint('GET /certificates/:id/pdf', {
  summary: '打印证书',
  by: ['individual'],
  repeat: 'natural',
  params: ById,
  media: 'application/pdf',
  reply: z.unknown(),
  errors: ['NOT_FOUND', 'UNPRINTABLE', 'BUSY'],
})

/** What anyone may know of a certificate: its facts with the person masked. */
export const Verification = z.object({
  result: z.enum(['valid', 'withdrawn', 'replaced', 'unknown']),
  certificate: z.nullable(
    z.object({
      number: z.string(),
      code: z.string(),
      nameMasked: z.string(),
      documentNumberMasked: z.string(),
      unitName: z.string(),
      seriesName: z.string(),
      year: Year,
      totalTenths: HoursTenths,
      issuer: z.string(),
      issuedAt: Instant,
      endedAt: z.nullable(Instant),
      endReason: z.nullable(z.string()),
    }),
  ),
})
export type Verification = z.infer<typeof Verification>

/** The QR code's address asks this; it stays for ever. */
export const verifyByCode = endpoint('GET /verifications/:code', {
  summary: '扫码验证证书',
  by: 'anyone',
  repeat: 'natural',
  params: z.object({ code: z.string().check(z.minLength(1), z.maxLength(64)) }),
  reply: Verification,
  errors: ['RATE_LIMITED'],
})

/** By number and name: both must fit, or the answer is `unknown`. */
export const verifyByNumber = endpoint('POST /verifications', {
  summary: '凭证书号和姓名验证',
  by: 'anyone',
  repeat: 'natural',
  body: z.object({ number: text({ min: 1, max: 60 }), name: text({ min: 1, max: 50 }) }),
  reply: Verification,
  errors: ['RATE_LIMITED'],
})

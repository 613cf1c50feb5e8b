import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import type { Moves } from './moves.ts'
import { ById, HoursTenths, Instant, Year } from './shapes.ts'
import { text } from './text.ts'

export const certificateStates = ['valid', 'withdrawn', 'replaced'] as const
export type CertificateState = (typeof certificateStates)[number]

/** notSelf: the actor is not its holder. latest: no edition of the year stands after it. */
export type CertificateFact = 'notSelf' | 'latest'

/** A certificate is also withdrawn by itself, when its year no longer meets its rules or is held back. */
export const certificateMoves = {
  withdraw: { from: ['valid'], to: 'withdrawn', by: ['hrss'], when: ['notSelf'] },
  replace: { from: ['valid'], to: 'replaced', by: ['hrss'], when: ['notSelf'] },
  /** 重新签发 after a withdrawal: the withdrawn one stays so, and the year's next edition is issued. */
  renew: { from: ['withdrawn'], to: null, by: ['hrss'], when: ['notSelf', 'latest'] },
} as const satisfies Moves<CertificateState, CertificateFact>
export type CertificateMove = keyof typeof certificateMoves

/** How somebody came to verify: by the QR code, by number and name, by the file, by a machine. */
export const verificationWays = ['code', 'number', 'file', 'credential'] as const
export type VerificationWay = (typeof verificationWays)[number]

/** 打印证书: the PDF, A4 landscape, in the page. */
export const readCertificatePdf = endpoint('GET /certificates/:id/pdf', {
  summary: '打印证书',
  by: ['individual', 'employer', 'hrss'],
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
      categories: z.array(z.object({ name: z.string(), count: z.int(), hoursTenths: HoursTenths })),
      totalTenths: HoursTenths,
      /** 版次: more than one where it stands in another's place. */
      edition: z.int(),
      /** Made in a demonstration: it proves nothing. */
      demo: z.boolean(),
      issuer: z.string(),
      /** 发证日期, that of the certificate itself where it comes from before this system. */
      issuedOn: z.string(),
      endedAt: z.nullable(Instant),
      endReason: z.nullable(z.string()),
      /** Of a replaced one: the number of the year's last edition. */
      replacedBy: z.nullable(z.string()),
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

/** The largest file that is looked at; a certificate has a tenth of it. */
export const fileLimit = { type: 'application/pdf', bytes: 4 * 1024 * 1024 } as const

/** What a file is found to be, by its signature alone. */
export const fileResults = ['genuine', 'altered', 'foreign', 'unsigned'] as const
export type FileResult = (typeof fileResults)[number]

/** What the house signs: certificates, and 职称评审学时材料 (pack), which proves no year by itself. */
export const papers = ['certificate', 'pack'] as const
export type Paper = (typeof papers)[number]

export const FileVerification = z.object({
  file: z.enum(fileResults),
  /** Where the file is genuine: what it is. */
  paper: z.nullable(z.enum(papers)),
  /** Signed with the key of a demonstration. */
  demo: z.boolean(),
  signedAt: z.nullable(Instant),
  /** When an authority of time saw the signature. */
  stampedAt: z.nullable(Instant),
  /** Where the file is a genuine certificate: how it stands now. */
  verification: z.nullable(Verification),
})
export type FileVerification = z.infer<typeof FileVerification>

/** By the PDF itself: its signature, and how the certificate that it names stands now. */
export const verifyFile = endpoint('POST /verifications/file', {
  summary: '凭证书文件验证',
  by: 'anyone',
  repeat: 'natural',
  takes: fileLimit,
  reply: FileVerification,
  errors: ['RATE_LIMITED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA'],
})

const Base64 = z.string().check(z.regex(/^[\w-]+$/))

/** What signatures and QR codes are checked with where there is no network: kept by the offline page. */
export const VerificationKeys = z.object({
  /** What this house issues proves nothing. Absent where a browser kept the keys of before. */
  demo: z.optional(z.boolean()),
  proofs: z.array(z.object({ id: z.string(), spki: Base64 })),
  signers: z.array(
    z.object({
      certificate: Base64,
      chain: z.array(Base64),
      subject: z.string(),
      demo: z.boolean(),
    }),
  ),
})
export type VerificationKeys = z.infer<typeof VerificationKeys>

export const readVerificationKeys = endpoint('GET /verification-keys', {
  summary: '离线验证所用的公钥',
  by: 'anyone',
  repeat: 'natural',
  reply: VerificationKeys,
})

/** The certificate for machines: a W3C Verifiable Credential 2.0, signed as JOSE, of masked facts alone. */
export const readCredential = endpoint('GET /verifications/:code/credential', {
  summary: '证书的可验证凭证',
  by: 'anyone',
  repeat: 'natural',
  params: z.object({ code: z.string().check(z.minLength(1), z.maxLength(64)) }),
  media: 'application/vc+jwt',
  reply: z.unknown(),
  errors: ['NOT_FOUND', 'RATE_LIMITED'],
})

/** So many certificates share a list: 16 KB of bits, the least that the standard allows. */
export const statusListLength = 131_072

/** Which certificates of a year and city no longer hold: a bitstring status list, signed as JOSE. */
export const readStatusList = endpoint('GET /status-lists/:year/:city/:block', {
  summary: '证书状态清单',
  by: 'anyone',
  repeat: 'natural',
  params: z.object({
    year: z.string().check(z.regex(/^\d{4}$/)),
    city: z.string().check(z.regex(/^\d{4}$/)),
    block: z.string().check(z.regex(/^\d{1,3}$/)),
  }),
  media: 'application/vc+jwt',
  reply: z.unknown(),
  errors: ['NOT_FOUND', 'RATE_LIMITED'],
})

const VerificationMethod = z.object({
  id: z.string(),
  type: z.literal('JsonWebKey'),
  controller: z.string(),
  publicKeyJwk: z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    alg: z.literal('ES256'),
    x: Base64,
    y: Base64,
  }),
})

/** Who issues credentials, with the public keys: a controlled identifier document. */
export const Issuer = z.object({
  '@context': z.tuple([
    z.literal('https://www.w3.org/ns/cid/v1'),
    z.literal('https://w3id.org/security/jwk/v1'),
  ]),
  id: z.string(),
  verificationMethod: z.array(VerificationMethod),
  assertionMethod: z.array(z.string()),
})
export type Issuer = z.infer<typeof Issuer>

export const readIssuer = endpoint('GET /issuer', {
  summary: '凭证签发者的公钥',
  by: 'anyone',
  repeat: 'natural',
  reply: Issuer,
})

import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import type { Moves } from '../moves.ts'
import { ById, ByVersion, Cursor, Day, Id, Instant, pageOf, Version } from '../shapes.ts'
import { text } from '../text.ts'

export const templateStates = ['draft', 'published', 'discarded', 'retired'] as const
export type TemplateState = (typeof templateStates)[number]

/** own: of the actor's office. notDrafter: somebody else of the office wrote it last. */
export type TemplateFact = 'own' | 'notDrafter'

/** 模板与印章: written by one officer, published by another of the same office. */
export const templateMoves = {
  edit: { from: ['draft'], to: null, by: ['hrss'], when: ['own'] },
  discard: { from: ['draft'], to: 'discarded', by: ['hrss'], when: ['own'] },
  publish: { from: ['draft'], to: 'published', by: ['hrss'], when: ['own', 'notDrafter'] },
  /** 停用: from then on the one before it is in force again. */
  retire: { from: ['published'], to: 'retired', by: ['hrss'], when: ['own'] },
} as const satisfies Moves<TemplateState, TemplateFact>
export type TemplateMove = keyof typeof templateMoves
export const templateMoveNames = Object.keys(templateMoves) as [TemplateMove, ...TemplateMove[]] // the table's own keys

/** How a published one stands on a day: in force, before its day, or behind a later one. */
export const templateStandings = ['current', 'coming', 'past'] as const

/** What a certificate says where no office has worded it. */
export const shippedWording = {
  title: '广东省专业技术人员继续教育证书',
  subtitle: '（年度学时证明）',
  statement: '',
  remark: '',
} as const
export const shippedIssuer = '广东省人力资源和社会保障厅'

/** The words of a certificate by their places; everything else on it is facts. */
export const TemplateForm = z.object({
  /** 证书标题. */
  title: text({ min: 4, max: 24 }),
  /** 副标题, below it. */
  subtitle: text({ min: 0, max: 24 }),
  /** 证明文字, above the table of the year. */
  statement: text({ min: 0, max: 100 }),
  /** 发证机关, under the seal. */
  issuer: text({ min: 4, max: 30 }),
  /** 备注, beside the QR code. */
  remark: text({ min: 0, max: 80 }),
  /** 印章 as it was uploaded; null: the certificate has none. */
  sealId: z.nullable(Id),
})
export type TemplateForm = z.infer<typeof TemplateForm>

export const TemplateRow = z.object({
  id: Id,
  state: z.enum(templateStates),
  standing: z.nullable(z.enum(templateStandings)),
  title: z.string(),
  issuer: z.string(),
  hasSeal: z.boolean(),
  effectiveFrom: z.nullable(Day),
  drafterName: z.string(),
  updatedAt: Instant,
})
export type TemplateRow = z.infer<typeof TemplateRow>

const Act = z.object({ at: Instant, by: z.string() })

export const Template = z.object({
  ...TemplateRow.shape,
  version: Version,
  officeName: z.string(),
  form: TemplateForm,
  /** Where the seal may be looked at for ten minutes. */
  sealUrl: z.nullable(z.string()),
  published: z.nullable(Act),
  retired: z.nullable(z.object({ ...Act.shape, reason: z.string() })),
  open: z.array(z.enum(templateMoveNames)),
})
export type Template = z.infer<typeof Template>

/** 模板与印章: the versions of the office's own, newest first, and what its certificates are issued by today. */
export const listTemplates = endpoint('GET /certificate-templates', {
  summary: '模板与印章',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: z.object({
    ...pageOf(TemplateRow).shape,
    /** Whether this office words certificates: those of a city or the province do. */
    words: z.boolean(),
    /** In force for this office's certificates: its own, the province's, or null, the house's own. */
    current: z.nullable(z.object({ id: Id, officeName: z.string(), form: TemplateForm })),
  }),
})

export const readTemplate = endpoint('GET /certificate-templates/:id', {
  summary: '证书模板详情',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: Template,
  errors: ['NOT_FOUND'],
})

export const createTemplate = endpoint('POST /certificate-templates', {
  summary: '新建证书模板',
  by: ['hrss'],
  repeat: 'key',
  body: TemplateForm,
  reply: Template,
  errors: ['NOT_YOUR_STEP'],
})

export const editTemplate = endpoint('PUT /certificate-templates/:id', {
  summary: '修改证书模板',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  body: z.object({ version: Version, form: TemplateForm }),
  reply: Template,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** 作废 of a draft. */
export const discardTemplate = endpoint('POST /certificate-templates/:id/discard', {
  summary: '作废证书模板',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Template,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** 发布: certificates that are issued from the day on are worded and sealed so. */
export const publishTemplate = endpoint('POST /certificate-templates/:id/publish', {
  summary: '发布证书模板',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, effectiveFrom: Day }),
  reply: Template,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'],
})

/** 停用, with a reason: nothing more is issued by it. */
export const retireTemplate = endpoint('POST /certificate-templates/:id/retire', {
  summary: '停用证书模板',
  by: ['hrss'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: text({ min: 1, max: 500 }) }),
  reply: Template,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

/** 预览: a certificate of invented facts, marked as a sample, that nobody signs. */
export const previewTemplate = endpoint('GET /certificate-templates/:id/preview', {
  summary: '预览证书模板',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  media: 'application/pdf',
  reply: z.unknown(),
  errors: ['NOT_FOUND', 'UNPRINTABLE', 'BUSY'],
})

/** A seal as it is sent: a PNG whose ground is transparent; the server writes it anew. */
export const sealLimit = { bytes: 2 * 1024 * 1024, leastPixels: 300, mostPixels: 4000 } as const
/** 40 mm at 600 dots to the inch. */
export const sealPixels = 945

/** A place for a seal and a ticket to send it with; the form then names its id. */
export const addSeal = endpoint('POST /certificate-seals', {
  summary: '上传印章',
  by: ['hrss'],
  repeat: 'key',
  body: z.object({ sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['FILE_EMPTY', 'FILE_TOO_LARGE', 'FILES_TOO_MANY'],
})

/** Where one's own seal may be looked at for ten minutes, as it was written. */
export const readSeal = endpoint('GET /certificate-seals/:id', {
  summary: '查看印章',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: z.object({ url: z.string() }),
  errors: ['NOT_FOUND'],
})

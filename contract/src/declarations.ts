import * as z from 'zod/mini'
import { reviewers } from './actor.ts'
import { Declaration, DeclarationForm, DeclarationRow } from './declarations/shapes.ts'
import { declarationStates } from './declarations/states.ts'
import { endpoint } from './endpoint.ts'
import { categories } from './ledger.ts'
import { ById, ByVersion, Cursor, Id, pageOf, Version } from './shapes.ts'
import { text } from './text.ts'

export * from './declarations/appeals.ts'
export * from './declarations/batches.ts'
export * from './declarations/queue.ts'
export * from './declarations/review.ts'
export * from './declarations/shapes.ts'
export * from './declarations/states.ts'

export const listDeclarations = endpoint('GET /declarations', {
  summary: '继续教育记录查询',
  by: ['individual'],
  repeat: 'natural',
  query: z.object({
    name: z.optional(text({ min: 0, max: 100 })),
    category: z.optional(z.enum(categories)),
    state: z.optional(z.enum(declarationStates)),
    after: z.optional(Cursor),
  }),
  reply: z.object({
    ...pageOf(DeclarationRow).shape,
    /** 审核状态 opens at 草稿 while there are any. */
    hasDrafts: z.boolean(),
  }),
})

export const createDeclaration = endpoint('POST /declarations', {
  summary: '添加继续教育记录',
  by: ['individual'],
  repeat: 'key',
  body: DeclarationForm,
  reply: Declaration,
  errors: ['PROFILE_NOT_CONFIRMED', 'INVALID'],
})

export const readDeclaration = endpoint('GET /declarations/:id', {
  summary: '查看继续教育记录',
  by: ['individual', ...reviewers],
  repeat: 'natural',
  params: ById,
  reply: Declaration,
  errors: ['NOT_FOUND'],
})

export const editDeclaration = endpoint('PUT /declarations/:id', {
  summary: '保存继续教育记录',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, form: DeclarationForm }),
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'INVALID'],
})

/** [删除]: all of the ticked drafts or none. */
export const deleteDeclarations = endpoint('POST /declarations/deletions', {
  summary: '删除草稿',
  by: ['individual'],
  repeat: 'natural',
  body: z.object({ ids: z.array(Id).check(z.minLength(1), z.maxLength(100)) }),
  reply: z.object({ deleted: z.int() }),
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

export const submitDeclaration = endpoint('POST /declarations/:id/submit', {
  summary: '送审',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'NOT_COMPLETE', 'PROFILE_NOT_CONFIRMED'],
})

export const withdrawDeclaration = endpoint('POST /declarations/:id/withdraw', {
  summary: '撤回送审',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: ByVersion,
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE'],
})

export const ByEvidence = z.object({ id: Id, evidenceId: Id })
/** Where the bytes of one file go, and leave to send them. */
const UploadPlace = z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() })

/** Opens a place for one file; the bytes follow by tus under the ticket. */
export const addEvidence = endpoint('POST /declarations/:id/evidence', {
  summary: '上传附件',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({
    name: text({ min: 1, max: 200 }),
    sizeBytes: z.int().check(z.gte(0)),
    /** SHA-256 in hex of what will be sent; absent where a browser cannot tell. */
    sha256: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  }),
  reply: UploadPlace,
  errors: ['NOT_FOUND', 'WRONG_STATE', 'FILE_TOO_LARGE', 'FILE_EMPTY', 'FILES_TOO_MANY'],
})

/** A ticket anew for a file that was broken off, by whichever browser of the person's: it goes on. */
export const resumeEvidence = endpoint('POST /declarations/:id/evidence/:evidenceId/ticket', {
  summary: '继续上传附件',
  by: ['individual'],
  repeat: 'natural',
  params: ByEvidence,
  body: z.object({}),
  reply: UploadPlace,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

/** 调整附件顺序: all files of the record, each once. */
export const orderEvidence = endpoint('POST /declarations/:id/evidence/order', {
  summary: '调整附件顺序',
  by: ['individual'],
  repeat: 'natural',
  params: ById,
  body: z.object({ version: Version, ids: z.array(Id).check(z.minLength(1), z.maxLength(10)) }),
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'INVALID'],
})

export const removeEvidence = endpoint('DELETE /declarations/:id/evidence/:evidenceId', {
  summary: '删除附件',
  by: ['individual'],
  repeat: 'natural',
  params: ByEvidence,
  reply: Declaration,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, Done, Id } from '../shapes.ts'
import { text } from '../text.ts'
import { licenceLimit, licenceTypes } from './licences.ts'

/** What scans are sent for: a change that a unit asks for, a hand-over by its office, an accreditation. */
export const paperPurposes = ['change', 'handover', 'accreditation'] as const
export type PaperPurpose = (typeof paperPurposes)[number]

/** Of each what a licence may be; so many belong to one record. */
export const paperLimit = { bytes: licenceLimit.bytes, count: 10 } as const

export const Paper = z.object({
  id: Id,
  name: z.string(),
  type: z.enum(licenceTypes),
  sizeBytes: z.int(),
  /** Where it may be looked at for ten minutes. */
  url: z.string(),
})
export type Paper = z.infer<typeof Paper>

/** The scans that belong to a record, by id, each received and not another record's. */
export const PaperIds = z.array(Id).check(z.maxLength(paperLimit.count))

const placing = {
  repeat: 'key',
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
} as const
const file = {
  name: text({ min: 1, max: 255 }),
  sizeBytes: z.int().check(z.gte(0)),
} as const

const loose = z.object({ items: z.array(Paper) })

/** What the account has sent for this purpose and not used yet. */
export const listPapers = endpoint('GET /unit-papers', {
  summary: '已上传、尚未提交的材料',
  by: ['employer', 'institution'],
  repeat: 'natural',
  query: z.object({ purpose: z.enum(['change', 'accreditation']) }),
  reply: loose,
})
export const listLetters = endpoint('GET /units/:id/papers', {
  summary: '已上传、尚未使用的公函',
  by: ['hrss'],
  repeat: 'natural',
  params: ById,
  reply: loose,
})

/** Takes back what the account has sent and not used. */
export const removePaper = endpoint('DELETE /unit-papers/:id', {
  summary: '删除材料',
  by: ['employer', 'institution', 'hrss'],
  repeat: 'natural',
  params: ById,
  reply: Done,
  errors: ['NOT_FOUND'],
})

/** A place for a scan of the unit from whose seat the actor looks, and a ticket to send it with. */
export const addPaper = endpoint('POST /unit-papers', {
  summary: '上传单位材料',
  by: ['employer', 'institution'],
  ...placing,
  body: z.object({ purpose: z.enum(['change', 'accreditation']), ...file }),
  errors: ['WRONG_STATE', 'FILE_EMPTY', 'FILE_TOO_LARGE'],
})

/** The same for the office that hands a unit over: the letter that asks for it. */
export const addLetter = endpoint('POST /units/:id/papers', {
  summary: '上传公函',
  by: ['hrss'],
  ...placing,
  params: ById,
  body: z.object(file),
  errors: ['NOT_FOUND', 'FILE_EMPTY', 'FILE_TOO_LARGE'],
})

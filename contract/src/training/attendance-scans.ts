import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, Done, Id, Instant } from '../shapes.ts'
import { text } from '../text.ts'
import { BySession } from './attendance.ts'
import { type ClassState, classMoves, classOffices } from './classes/states.ts'

const institution = ['institution'] as const

/** Of one session. */
export const scanLimit = { files: 10, bytes: 20 * 1024 * 1024 } as const
export const scanTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const

/** While a class goes on and is judged, and still once it is over: paper is scanned when there is time. */
export const scanStates: readonly ClassState[] = [...classMoves.mark.from, 'finished']

/** A signed sheet as it was scanned. */
export const Scan = z.object({
  id: Id,
  sessionId: Id,
  name: z.string(),
  type: z.nullable(z.enum(scanTypes)),
  sizeBytes: z.int(),
  /** Where it may be looked at for ten minutes; null until it is all here. */
  url: z.nullable(z.string()),
  at: Instant,
  by: z.string(),
})
export type Scan = z.infer<typeof Scan>

/** 签到表扫描件 of a class or of one session, for its institution and the office that approved it. */
export const listScans = endpoint('GET /classes/:id/scans', {
  summary: '签到表扫描件',
  by: ['institution', ...classOffices],
  repeat: 'natural',
  params: ById,
  query: z.object({ session: z.optional(Id) }),
  reply: z.object({
    items: z.array(Scan),
    /** Whether more may come, and whether what is here may be taken away: not once the class is over. */
    adds: z.boolean(),
    removes: z.boolean(),
  }),
  errors: ['NOT_FOUND'],
})

export const addScan = endpoint('POST /classes/:id/sessions/:sessionId/scans', {
  summary: '上传签到表扫描件',
  by: institution,
  repeat: 'key',
  params: BySession,
  body: z.object({ name: text({ min: 1, max: 255 }), sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: [
    'NOT_FOUND',
    'WRONG_STATE',
    'SESSION_NOT_BEGUN',
    'FILE_EMPTY',
    'FILE_TOO_LARGE',
    'FILES_TOO_MANY',
  ],
})

/** Takes a scan away; what never came to its end may always go. */
export const removeScan = endpoint('DELETE /classes/:id/sessions/:sessionId/scans/:scanId', {
  summary: '删除签到表扫描件',
  by: institution,
  repeat: 'natural',
  params: z.object({ ...BySession.shape, scanId: Id }),
  reply: Done,
  errors: ['NOT_FOUND', 'WRONG_STATE'],
})

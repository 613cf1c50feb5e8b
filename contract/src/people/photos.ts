import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById, Id } from '../shapes.ts'

/** A picture as it is sent; the page cuts it to size first, the server writes it anew whatever it is. */
export const photoLimit = { bytes: 5 * 1024 * 1024 } as const
export const photoTypes = ['image/jpeg', 'image/png'] as const
/** One inch of a passport photo (26 × 32 mm) at 350 dots to the inch. */
export const photoSize = { width: 358, height: 441 } as const

/** A place for a photo and a ticket to send it with; the form then names its id. */
export const addPhoto = endpoint('POST /photos', {
  summary: '上传照片',
  by: ['individual'],
  repeat: 'key',
  body: z.object({ sizeBytes: z.int().check(z.gte(0)) }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['FILE_EMPTY', 'FILE_TOO_LARGE', 'FILES_TOO_MANY'],
})

/** Where one's own photo may be looked at for ten minutes, as it was written. */
export const readPhoto = endpoint('GET /photos/:id', {
  summary: '查看照片',
  by: ['individual'],
  repeat: 'natural',
  params: ById,
  reply: z.object({ url: z.string() }),
  errors: ['NOT_FOUND'],
})

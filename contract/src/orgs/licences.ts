import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id } from '../shapes.ts'
import { text } from '../text.ts'

/** One scan of 营业执照 or 法人证书, as PDF, JPEG or PNG. */
export const licenceLimit = { bytes: 10 * 1024 * 1024 } as const
export const licenceTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const

export const Licence = z.object({
  name: z.string(),
  type: z.enum(licenceTypes),
  sizeBytes: z.int(),
  /** Where it may be looked at for ten minutes. */
  url: z.string(),
})

/** A place for the scan and a ticket to send it with; the new one takes the place of the former. */
export const addLicence = endpoint('POST /unit/licence', {
  summary: '上传营业执照或法人证书',
  by: ['employer', 'institution'],
  repeat: 'key',
  body: z.object({
    name: text({ min: 1, max: 255 }),
    sizeBytes: z.int().check(z.gte(0)),
  }),
  reply: z.object({ id: Id, ticket: z.string(), uploadUrl: z.string() }),
  errors: ['WRONG_STATE', 'FILE_EMPTY', 'FILE_TOO_LARGE'],
})

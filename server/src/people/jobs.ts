import * as z from 'zod/mini'
import type { Tasks } from '../platform/jobs.ts'
import * as following from './following/service.ts'
import * as people from './service.ts'

/** What becomes of those who chose a unit when its HR&SS office has decided about it. */
export const peopleTasks: Tasks = {
  'people.unitApproved': async (payload, { platform }) => {
    const { unitId } = z.object({ unitId: z.uuid() }).parse(payload)
    await people.tellUnitApproved(platform, unitId)
  },
  'people.unitMerged': async (payload, { platform }) => {
    const merged = z.object({ unitId: z.uuid(), intoId: z.uuid() }).parse(payload)
    await people.followMerge(platform, merged)
  },
  'people.unitRenamed': async (payload, { platform }) => {
    const renamed = z.object({ unitId: z.uuid(), formerName: z.string() }).parse(payload)
    await following.followRename(platform, renamed)
  },
  'people.unitClosed': async (payload, { platform }) => {
    const closed = z.object({ unitId: z.uuid() }).parse(payload)
    await following.followClose(platform, closed)
  },
}

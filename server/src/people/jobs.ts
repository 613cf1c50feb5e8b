import * as z from 'zod/mini'
import type { Tasks } from '../platform/jobs.ts'
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
}

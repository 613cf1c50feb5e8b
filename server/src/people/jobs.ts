import * as z from 'zod/mini'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { Works } from '../tasks/service.ts'
import * as following from './following/service.ts'
import * as exports from './exports/service.ts'
import * as imports from './imports/service.ts'
import * as photos from './photos/service.ts'
import * as people from './service.ts'

/** Imports and exports of the employer's desk. */
export const peopleWorks: Works = {
  'people.import': imports.run,
  'people.export': exports.run,
}

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
    await people.followRename(platform, renamed)
  },
  'people.unitClosed': async (payload, { platform }) => {
    const closed = z.object({ unitId: z.uuid() }).parse(payload)
    await following.followClose(platform, closed)
  },
  'people.unitFell': async (payload, { platform }) => {
    const fell = z.object({ unitId: z.uuid() }).parse(payload)
    await following.followFall(platform, fell)
  },
  'people.lapse': async (_, { platform }) => {
    await people.lapseOverdue(platform)
  },
  'people.sweepPhotos': async (_, { platform }) => photos.sweep(platform),
}

export const peopleSchedule: Schedule = [
  { task: 'people.lapse', match: '4 * * * *' },
  { task: 'people.sweepPhotos', match: '51 3 * * *' },
]

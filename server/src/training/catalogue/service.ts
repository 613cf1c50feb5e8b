import type { Query, Reply } from '@xueshi/contract/endpoint'
import type { CatalogueCourse, listCatalogue } from '@xueshi/contract/training/courses'
import * as z from 'zod/mini'
import type { Actor } from '../../platform/actor.ts'
import { CursorInstant, readCursor, writeCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { placeName } from '../courses/rules.ts'
import * as store from './store.ts'

const pageLength = 20

/** 课程目录 of a year, for anybody: the newest first. A page may be short and still go on. */
export async function list(
  { platform: { db } }: Actor,
  { after, year, ...filter }: Query<typeof listCatalogue>,
): Promise<Reply<typeof listCatalogue>> {
  const last =
    after === undefined ? undefined : readCursor(after, z.tuple([CursorInstant, z.uuid()]))
  const page = { ...filter, year: Number(year), after: last }
  const rows = await store.list(db, page, pageLength + 1)
  const end = rows.length > pageLength ? rows[pageLength - 1] : undefined
  const isSearch = Object.values(filter).some((value) => value !== undefined)
  const stopped = !end && isSearch ? await store.endOfReading(db, page) : undefined
  const next = end ?? stopped
  return {
    items: rows.slice(0, pageLength).map(({ unitId, unitName, regionCode, key: _key, ...row }) => ({
      ...row,
      organiser: { id: unitId, name: unitName, regionPath: placeName(regionCode) },
    })),
    next: next ? writeCursor([next.key, next.id]) : null,
  }
}

/** A course that was published, also once it is closed. 404 for any other. */
export async function read({ platform }: Actor, id: string): Promise<CatalogueCourse> {
  const row = await store.find(platform.db, id)
  if (!row) return fail('NOT_FOUND')
  const { unitId, unitName, regionCode, ...course } = row
  return { ...course, organiser: { id: unitId, name: unitName, regionPath: placeName(regionCode) } }
}

import type { TitleLevel } from '@xueshi/contract/people'
import { newId } from '../../src/platform/ids.ts'
import type { TestApp } from '../app.ts'
import { nextNumber } from './accounts.ts'

/** A course of an institution as its office has filed it: twelve hours in two 科目. */
export async function makeFiledCourse(
  app: TestApp,
  unitId: string,
  given: {
    category?: 'public' | 'professional' | 'elective'
    series?: string | null
    levels?: readonly TitleLevel[]
    shared?: boolean
    published?: boolean
    year?: number
  } = {},
): Promise<{ id: string; name: string }> {
  const { db, clock } = app.platform
  const id = newId(clock.now())
  const at = clock.now()
  const name = `岭南工程实务${nextNumber()}`
  const category = given.category ?? 'elective'
  await db
    .insertInto('courses')
    .values({
      id,
      unitId,
      state: given.published ? 'published' : 'filed',
      year: given.year ?? 2026,
      name,
      category,
      series:
        given.series === undefined ? (category === 'professional' ? '05' : null) : given.series,
      levels: [...(given.levels ?? [])],
      shared: given.shared ?? false,
      totalTenths: 120,
      number: `KC${nextNumber()}`,
      office: 'hrss',
      officeUnitId: unitId,
      submittedAt: at,
      submittedBy: (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirstOrThrow())
        .id,
      filedAt: at,
      publishedAt: given.published ? at : null,
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  await db
    .insertInto('courseSubjects')
    .values([
      { id: newId(at), courseId: id, position: 1, name: '规范与标准', hoursTenths: 80 },
      { id: newId(at), courseId: id, position: 2, name: '案例研讨', hoursTenths: 40 },
    ])
    .execute()
  return { id, name }
}

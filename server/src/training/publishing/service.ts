import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import * as restrictions from '../../restrictions/service.ts'
import { mayTeach, needAccreditation } from '../offices/service.ts'
import * as store from './store.ts'

/**
 * 限制开班 by an authority: PUBLISHING_HELD while the institution may not bring classes before the public;
 * NOT_ACCREDITED while it may not teach.
 */
export async function mayPublish(tx: Db, actor: Actor, institutionId: string): Promise<void> {
  if (await restrictions.mayNotPublish(tx, actor.platform, institutionId)) fail('PUBLISHING_HELD')
  await needAccreditation(tx, actor, institutionId)
}

/** COURSE_STOPPED where the course of the class was closed: what is under way goes on, nothing new of it opens. */
export async function needCourse(tx: Db, classId: string): Promise<void> {
  if (!(await store.isOffered(tx, classId))) fail('COURSE_STOPPED')
}

/** Whether the clock has to leave an approved class as it is: until that is lifted, or for good. */
export const isHeldBack = async (
  tx: Db,
  actor: Actor,
  { id, institutionId }: { id: string; institutionId: string },
): Promise<boolean> =>
  (await restrictions.mayNotPublish(tx, actor.platform, institutionId)) ||
  !(await mayTeach(tx, actor, institutionId)) ||
  !(await store.isOffered(tx, id))

/** Tells each institution which of its classes cannot open any more, for their course was closed. */
export async function tellStopped(
  tx: Db,
  actor: Actor,
  { id: courseId, name: courseName }: { id: string; name: string },
): Promise<void> {
  for (const { id, name, institutionId } of await store.listUnopened(tx, courseId))
    tell(tx, actor, { unitId: institutionId }, 'class.courseStopped', { id, name, courseName })
}

import { mostPlaces } from '@xueshi/contract/training/classes'
import { todayIn } from '@xueshi/contract/year'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import type { Media } from '../../platform/http.ts'
import { type Print, print, printInJob, Unprintable } from '../../platform/printing.ts'
import { fail } from '../../platform/refusal.ts'
import type { BySession } from '../attendance/service.ts'
import { ownClass } from '../confirming/service.ts'
import { ownPerson } from '../enrolments/service.ts'
import { noticePrint, rosterPrint, signInPrint } from './rules.ts'
import * as store from './store.ts'

/** 学员名册 of one's own class. UNPRINTABLE where no font has a character of a name. */
export async function roster(actor: Actor, id: string): Promise<Media> {
  const { db, clock } = actor.platform
  await ownClass(db, actor, id)
  const held = await classOf(db, id)
  const rows = await store.listRoster(db, id, mostPlaces)
  const asked = rosterPrint(held, rows, todayIn(clock.now()))
  return { bytes: await printed(actor, asked, printInJob), fileName: `学员名册-${held.name}.pdf` }
}

/** 签到表 of one session of one's own class. */
export async function signInSheet(actor: Actor, { id, sessionId }: BySession): Promise<Media> {
  const { db, clock } = actor.platform
  await ownClass(db, actor, id)
  const held = await classOf(db, id)
  const [session] = await store.listSessions(db, id, sessionId)
  if (!session) fail('NOT_FOUND')
  const rows = await store.listRoster(db, id, mostPlaces)
  const asked = signInPrint(held, { session, rows }, todayIn(clock.now()))
  const bytes = await printed(actor, asked, printInJob)
  return { bytes, fileName: `签到表-${held.name}-${todayIn(session.startsAt)}.pdf` }
}

/** 开班通知 of one's own class. */
export async function notice(actor: Actor, id: string): Promise<Media> {
  await ownClass(actor.platform.db, actor, id)
  return noticeOf(actor, id)
}

/** 开班通知 of a class in which the person has a place. */
export async function ownNotice(actor: Actor, id: string): Promise<Media> {
  const { db } = actor.platform
  const classId = await store.findOwnClass(db, ownPerson(actor), id)
  return classId === undefined ? fail('NOT_FOUND') : noticeOf(actor, classId)
}

async function noticeOf(actor: Actor, id: string): Promise<Media> {
  const { db, clock } = actor.platform
  const held = await classOf(db, id)
  const asked = noticePrint(held, await store.listSessions(db, id), todayIn(clock.now()))
  return { bytes: await printed(actor, asked, print), fileName: `开班通知-${held.name}.pdf` }
}

const classOf = async (db: Db, id: string): Promise<store.PrintedClass> =>
  (await store.findClass(db, id)) ?? fail('NOT_FOUND')

/** Lists of thousands have the thread of long work, so that a notice does not wait behind them. */
async function printed(
  { platform }: Actor,
  asked: Print,
  by: (asked: Print) => Promise<Buffer>,
): Promise<Buffer> {
  try {
    return await by(asked)
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    platform.log.error({ characters: error.characters }, 'no font prints a paper of a class')
    return fail('UNPRINTABLE')
  }
}

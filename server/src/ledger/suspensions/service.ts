import * as certificates from '../../certificates/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { listStanding } from '../entries/store.ts'
import { lockYear, settle } from '../years/service.ts'
import * as store from './store.ts'

/**
 * 暂缓: the year is not certified while a restriction holds it back; a certificate that it has is
 * withdrawn. Whoever asks has written the restriction in the same transaction, so that a year whose
 * first hours come later is held back as well.
 */
export async function suspendYear(
  tx: Db,
  actor: Actor,
  { personId, year }: { personId: string; year: number },
): Promise<void> {
  const at = actor.platform.clock.now()
  const former = await store.suspend(tx, { personId, year, at })
  if (former === 'certified')
    await certificates.withdraw(tx, actor, { personId, year, reason: '该年度的认证已暂缓' })
}

/** The year stands where its hours put it, unless another restriction holds it back still. */
export async function resumeYear(
  tx: Db,
  actor: Actor,
  { personId, year }: { personId: string; year: number },
): Promise<void> {
  const at = actor.platform.clock.now()
  const released = await store.findReleased(tx, { personId, year, at })
  if (!released) return
  const of = { personId, year, ...released }
  const locked = await lockYear(tx, actor, of)
  const standing = await listStanding(tx, personId, year)
  await settle(tx, actor, { ...locked, state: 'notMet' }, of, standing)
}

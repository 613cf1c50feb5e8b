import type { Department } from '@xueshi/contract/people/desk'
import { type Actor, signedIn } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { newId } from '../../platform/ids.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

export const mostDepartments = 200

/** The unit from whose seat the actor looks; fails as absent for one that may not act yet. */
export function deskOf(actor: Actor): string {
  return actor.scope.kind === 'unit' ? actor.scope.unitId : fail('NOT_FOUND')
}

/** 内设部门 of the actor's unit, by name. */
export async function list(actor: Actor): Promise<Department[]> {
  if (actor.scope.kind !== 'unit') return []
  return store.list(actor.platform.db, actor.scope.unitId, mostDepartments)
}

export async function read(actor: Actor, id: string): Promise<Department> {
  return (await store.find(actor.platform.db, deskOf(actor), id)) ?? fail('NOT_FOUND')
}

/** The unit has a department of this name. INVALID where it has one already, or too many. */
export async function add(actor: Actor, name: string): Promise<Department> {
  const unitId = deskOf(actor)
  const createdAt = signedIn(actor).platform.clock.now()
  return transaction(actor, async (tx) => {
    const department = { id: newId(createdAt), unitId, name, createdAt }
    const made = await store.insert(tx, department, mostDepartments)
    if (!made) return fail('INVALID', { fields: { name: 'DEPARTMENT_TAKEN' } })
    await audit.record(tx, actor, { act: 'department.add', recordId: made.id, facts: { name } })
    return made
  })
}

/** The department is called so. INVALID where another one is, STALE when it changed meanwhile. */
export async function rename(
  actor: Actor,
  { id, version, name }: { id: string; version: number; name: string },
): Promise<Department> {
  const unitId = deskOf(actor)
  return transaction(actor, async (tx) => {
    const before = (await store.find(tx, unitId, id)) ?? fail('NOT_FOUND')
    if (await store.isTaken(tx, { id, unitId, name }))
      fail('INVALID', { fields: { name: 'DEPARTMENT_TAKEN' } })
    const after = await store.rename(tx, { id, unitId, name }, version)
    if (!after) return fail('STALE', { current: before })
    const facts = { from: before.name, to: name }
    await audit.record(tx, actor, { act: 'department.rename', recordId: id, facts })
    return after
  })
}

/** The department is no more; its people have none. */
export async function remove(
  actor: Actor,
  { id, version }: { id: string; version: number },
): Promise<void> {
  const unitId = deskOf(actor)
  await transaction(actor, async (tx) => {
    const before = (await store.find(tx, unitId, id)) ?? fail('NOT_FOUND')
    if (!(await store.remove(tx, { id, unitId, version }))) fail('STALE', { current: before })
    const facts = { name: before.name }
    await audit.record(tx, actor, { act: 'department.remove', recordId: id, facts })
    return { id }
  })
}

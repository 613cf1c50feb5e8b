import type { ActorKind } from '@xueshi/contract/actor'
import * as accounts from '../../src/accounts/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import { transaction } from '../../src/platform/transaction.ts'
import type { TestApp } from '../app.ts'
import { makeAccount } from './accounts.ts'
import { makeStaff, makeUnit } from './orgs.ts'

/** What administrators act on: an account with a login, one that is disabled, and a row of the audit. */
export type Held = { id: string; loginId: string; disabledId: string; auditId: string }

export async function makeHeld(app: TestApp): Promise<Held> {
  const { db } = app.platform
  const system = orgs.systemActor(app.platform)
  const { id } = await makeAccount(app)
  const { id: disabledId } = await makeAccount(app)
  await accounts.openLogin(system, id)
  await transaction(system, async (tx) => {
    const held = { id: disabledId, version: 1, reason: '试用期满' }
    await accounts.holding.disable(tx, system, held)
    return { id: disabledId }
  })
  const login = await db
    .selectFrom('logins')
    .select('id')
    .where('accountId', '=', id)
    .executeTakeFirstOrThrow()
  const row = await db
    .selectFrom('audit')
    .select('id')
    .where('subjectId', '=', disabledId)
    .executeTakeFirstOrThrow()
  return { id, loginId: login.id, disabledId, auditId: row.id }
}

const held = new WeakMap<TestApp, Promise<Held>>()

/** The same ones for a whole house, where nobody asks for fresh ones. */
export function heldOf(app: TestApp): Promise<Held> {
  const known = held.get(app) ?? makeHeld(app)
  held.set(app, known)
  return known
}

/** One of the three administrators, at an office of their own. */
export async function makeAdministrator(
  app: TestApp,
  kind: Extract<ActorKind, 'systemAdmin' | 'securityAdmin' | 'auditAdmin'>,
) {
  const unit = await makeUnit(app)
  return makeStaff(app, unit.id, { kind, level: 'manager', name: '管理员' })
}

import type { Query, Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type HeldKey,
  type HeldWebhook,
  type listHeldKeys,
  type listHeldWebhooks,
  mostCounted,
} from '@xueshi/contract/orgs/interfaces'
import { keyMoves } from '@xueshi/contract/orgs/keys'
import * as z from 'zod/mini'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { cut, readCursor } from '../../platform/cursor.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

// The door lets the system administrator alone in, whose province has no scope within it.

const pageRows = 20
const readAfter = (after: string | undefined) =>
  after === undefined ? null : readCursor(after, z.tuple([z.uuid()]))[0]

/** As many rows as a page has, and the cursor where there are more. */
function pageOfRows<Row extends { id: string }>(rows: Row[]) {
  const { page, next } = cut(rows, pageRows, (end) => [end.id])
  return { page, next }
}

function present(row: store.HeldKeyRow): HeldKey {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    open: openMoves(keyMoves, row.state, 'systemAdmin', { managed: false }).filter(
      (move) => move === 'block',
    ),
  }
}

/** 接口密钥 of all institutions, newest first. */
export async function listKeys(
  { platform }: Actor,
  { state, after }: Query<typeof listHeldKeys>,
): Promise<Reply<typeof listHeldKeys>> {
  const rows = await store.listKeys(platform.db, { state, after: readAfter(after) }, pageRows + 1)
  const { page, next } = pageOfRows(rows)
  return { items: page.map(present), next }
}

/** One of them. NOT_FOUND. */
export async function readKey({ platform }: Actor, id: string): Promise<HeldKey> {
  const row = await store.findKey(platform.db, id)
  return row ? present(row) : fail('NOT_FOUND')
}

/**
 * 停用: a key that is abused, or got into the wrong hands, opens nothing from now on. Its unit is told
 * the reason, and makes another when it likes. STALE, WRONG_STATE.
 */
export async function block(
  actor: Actor,
  { reason, ...seen }: { id: string; version: number; reason: string },
): Promise<HeldKey> {
  await transaction(actor, async (tx) => {
    const at = actor.platform.clock.now()
    const blocked = await store.block(tx, { ...seen, at }, keyMoves.block)
    if (!blocked) {
      const row = await store.findKey(tx, seen.id)
      if (!row) return fail('NOT_FOUND')
      return fail(row.version === seen.version ? 'WRONG_STATE' : 'STALE', {
        current: present(row),
      })
    }
    const { unitId, name } = blocked
    tell(tx, actor, { unitId }, 'apiKey.blocked', { name, reason })
    await audit.record(tx, actor, {
      act: 'apiKey.block',
      recordId: seen.id,
      facts: { unitId, name, reason },
    })
    return { id: seen.id }
  })
  return readKey(actor, seen.id)
}

/** 回调地址 of all institutions, newest first. */
export async function listWebhooks(
  { platform }: Actor,
  { after }: Query<typeof listHeldWebhooks>,
): Promise<Reply<typeof listHeldWebhooks>> {
  const rows = await store.listWebhooks(platform.db, readAfter(after), pageRows + 1, mostCounted)
  const { page, next } = pageOfRows(rows)
  const items = page.map(({ url, createdAt, triedAt, ...row }): HeldWebhook => ({
    ...row,
    host: new URL(url).host,
    createdAt: createdAt.toISOString(),
    triedAt: triedAt?.toISOString() ?? null,
  }))
  return { items, next }
}

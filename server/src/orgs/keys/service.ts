import type { Reply } from '@xueshi/contract/endpoint'
import { openMoves } from '@xueshi/contract/moves'
import {
  type ApiKey,
  type createKey as createEndpoint,
  type KeyForm,
  keyMoves,
  type listKeys,
  mostKeys,
} from '@xueshi/contract/orgs/keys'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { hashToken, randomToken } from '../../platform/crypto.ts'
import { newId } from '../../platform/ids.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { mintScope } from '../../platform/scope.ts'
import { isSigned, type Signed } from '../../platform/request-signature.ts'
import { transaction } from '../../platform/transaction.ts'
import { managed, seatDesk } from '../staff/service.ts'
import * as store from './store.ts'

const place = (id: string) => ({ table: 'api_keys', column: 'signing_ciphertext', id })
const headLength = 10

function present(actor: Actor, row: store.KeyRow): ApiKey {
  const facts = { managed: actor.seat?.level === 'manager' }
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    open: openMoves(keyMoves, row.state, 'institution', facts).filter((move) => move === 'revoke'),
  }
}

/** The keys of the unit from whose seat the actor looks, newest first. */
export async function list(actor: Actor): Promise<Reply<typeof listKeys>> {
  const { me, unitId } = seatDesk(actor)
  const rows = await store.list(me.platform.db, unitId)
  return { manages: me.seat?.level === 'manager', items: rows.map((row) => present(actor, row)) }
}

/** One of them. */
export async function read(actor: Actor, id: string): Promise<ApiKey> {
  const { me, unitId } = seatDesk(actor)
  const row = await store.find(me.platform.db, unitId, id)
  return row ? present(actor, row) : fail('NOT_FOUND')
}

/**
 * A key stands. What opens the door and what signs are told here and never again: of the key the
 * database keeps a hash. Only the unit's manager makes one; API_KEYS_TOO_MANY past ten active ones.
 */
export async function create(actor: Actor, form: KeyForm): Promise<Reply<typeof createEndpoint>> {
  const { me, unitId } = managed(actor)
  const { clock, cipher } = me.platform
  const createdAt = clock.now()
  const token = `xs_${randomToken()}`
  const signingSecret = randomToken()
  const scopes = [...new Set(form.scopes)]
  const { id } = await transaction(actor, async (tx) => {
    const keyId = newId(createdAt)
    const head = token.slice(0, headLength)
    const signingCiphertext = cipher.seal(signingSecret, place(keyId))
    const made = { id: keyId, unitId, name: form.name, scopes, head, createdAt, signingCiphertext }
    const key = { ...made, tokenHash: hashToken(token), createdBy: me.accountId }
    if (!(await store.insert(tx, key, mostKeys))) fail('API_KEYS_TOO_MANY')
    await audit.record(tx, actor, {
      act: 'apiKey.create',
      recordId: keyId,
      facts: { unitId, name: form.name, scopes },
    })
    return { id: keyId }
  })
  return { key: await read(actor, id), secrets: { token, signingSecret } }
}

/** 吊销: no program comes in with it any more. Only the unit's manager does it. */
export async function revoke(actor: Actor, seen: { id: string; version: number }): Promise<ApiKey> {
  const { me, unitId } = managed(actor)
  await transaction(actor, async (tx) => {
    const guard = { ...seen, unitId, at: me.platform.clock.now() }
    if (!(await store.revoke(tx, guard, keyMoves.revoke))) {
      const row = await store.find(tx, unitId, seen.id)
      if (!row) return fail('NOT_FOUND')
      fail(row.version === seen.version ? 'WRONG_STATE' : 'STALE', { current: present(actor, row) })
    }
    const facts = { unitId }
    await audit.record(tx, actor, { act: 'apiKey.revoke', recordId: seen.id, facts })
    return { id: seen.id }
  })
  return read(actor, seen.id)
}

/**
 * The program that comes with a key, as an actor of its unit: it acts for whoever made the key, and
 * reaches what its unit's staff reach where the key's scopes let it in. API_KEY_WRONG for a key that
 * is unknown or revoked, or whose unit may not do this any more; SIGNATURE_WRONG for what was not
 * signed with the key's own secret in the last five minutes.
 */
export async function resolveKey(
  platform: Platform,
  {
    token,
    signed,
    request,
  }: {
    token: string
    signed: (Signed & { signature: string | null }) | null
    request: Actor['request']
  },
): Promise<Actor> {
  const { db, clock, cipher } = platform
  const row = await store.findByToken(db, hashToken(token))
  if (!row) return fail('API_KEY_WRONG')
  const now = clock.now()
  const secret = cipher.open(row.signingCiphertext, place(row.id))
  if (signed && !isSigned(secret, signed, signed.signature ?? '', now)) fail('SIGNATURE_WRONG')
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= 60_000)
    await store.touch(db, row.id, now)
  const { id, name, scopes, createdBy, unitId, unitName } = row
  return {
    platform,
    request,
    scope: mintScope({ kind: 'unit', unitId }),
    kind: 'institution',
    accountId: createdBy,
    name,
    seat: { id, unitId, unitName, level: 'clerk' },
    loginId: null,
    mustChangePassword: false,
    mustSetSecondFactor: false,
    apiKey: { id, scopes },
  }
}

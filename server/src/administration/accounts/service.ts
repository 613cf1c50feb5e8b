import type {
  AccountDetail,
  KnownAccount,
  listOpenLogins as listOpenLoginsEndpoint,
  listRests as listRestsEndpoint,
  searchAccounts,
} from '@xueshi/contract/administration/accounts'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import { cleanText } from '@xueshi/contract/text'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import * as orgs from '../../orgs/service.ts'
import { signedIn, type Actor } from '../../platform/actor.ts'
import { CursorInstant, cut, readCursor } from '../../platform/cursor.ts'
import type { Db } from '../../platform/database.ts'
import { fail } from '../../platform/refusal.ts'
import { settingsOf } from '../../platform/settings.ts'
import { transaction } from '../../platform/transaction.ts'
import * as store from './store.ts'

const pageRows = 20

/** 角色与账号: 20 accounts whose account name (in any case) or person's name begins with the text. */
export async function search(
  actor: Actor,
  { by = 'accountName', search: text = '', after }: Query<typeof searchAccounts>,
): Promise<Reply<typeof searchAccounts>> {
  const { platform } = actor
  const [sortKey, id] =
    after === undefined ? [] : readCursor(after, z.tuple([z.string(), z.uuid()]))
  const clean = cleanText(text)
  const rows = await store.searchAccounts(platform.db, {
    by,
    prefix: by === 'accountName' ? clean.toLowerCase() : clean,
    after: sortKey !== undefined && id !== undefined ? { sortKey, id } : null,
    limit: pageRows + 1,
  })
  const { page, next } = cut(rows, pageRows, (end) => [end.sortKey, end.id])
  const resting = await accounts.holding.resting(
    platform,
    page.map((row) => row.id),
  )
  return {
    items: page.map((row) => present(row, resting.has(row.id))),
    next,
  }
}

/** 正在登录: 20 of all logins that are open just now, the newest first. */
export async function listOpenLogins(
  { platform }: Actor,
  after: string | undefined,
): Promise<Reply<typeof listOpenLoginsEndpoint>> {
  const now = platform.clock.now()
  const { login: set } = await settingsOf(platform)
  const rows = await store.listOpenLogins(platform.db, now, {
    since: new Date(now.getTime() - accounts.loginSeconds * 1000),
    after: after === undefined ? null : readCursor(after, z.tuple([CursorInstant, z.uuid()])),
    staffIdleSeconds: set.staffIdleMinutes * 60,
    limit: pageRows + 1,
  })
  const { page, next } = cut(rows, pageRows, (end) => [end.key, end.id])
  return {
    items: page.map(({ id, accountId, name, accountName, hasSeats, ...login }) => ({
      id,
      accountId,
      name,
      accountName,
      hasSeats,
      ...accounts.holding.browserOf(login.userAgent),
      address: login.address,
      createdAt: login.createdAt.toISOString(),
      seenAt: login.seenAt.toISOString(),
    })),
    next,
  }
}

/** 暂时锁定: who rests just now, the latest first. */
export async function listRests({ platform }: Actor): Promise<Reply<typeof listRestsEndpoint>> {
  const rests = await accounts.holding.listRests(platform)
  const named = await store.namesOf(
    platform.db,
    rests.map(({ accountId }) => accountId),
  )
  return {
    items: rests.flatMap(({ accountId, since, until }) => {
      const account = named.find(({ id }) => id === accountId)
      const times = { since: since.toISOString(), until: until.toISOString() }
      return account ? [{ ...account, ...times }] : []
    }),
  }
}

function present(row: store.KnownRow, resting: boolean): KnownAccount {
  const { sortKey: _, lastLoginAt, ...account } = row
  return { ...account, lastLoginAt: lastLoginAt?.toISOString() ?? null, resting }
}

/** One account with where it is logged in just now. NOT_FOUND. */
export async function read(actor: Actor, id: string): Promise<AccountDetail> {
  const { accountId, platform } = signedIn(actor)
  const now = platform.clock.now()
  const [row, logins, resting, { login: set }] = await Promise.all([
    store.findAccount(platform.db, id),
    store.openLogins(platform.db, id, now),
    accounts.holding.resting(platform, [id]),
    settingsOf(platform),
  ])
  if (!row) return fail('NOT_FOUND')
  const most = row.seats.length > 0 ? set.staffIdleMinutes * 60 : Number.POSITIVE_INFINITY
  const live = logins.filter(
    ({ seenAt, idleSeconds }) =>
      now.getTime() - seenAt.getTime() < Math.min(idleSeconds, most) * 1000,
  )
  return {
    ...present(row, resting.has(id)),
    own: id === accountId,
    logins: live.map(({ id: loginId, userAgent, address, createdAt, seenAt }) => ({
      id: loginId,
      ...accounts.holding.browserOf(userAgent),
      address,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
    })),
  }
}

type Asked = { id: string; reason: string }

async function acted(
  actor: Actor,
  id: string,
  act: (tx: Db) => Promise<void>,
): Promise<AccountDetail> {
  await transaction(actor, async (tx) => {
    await act(tx)
    return { id }
  })
  return read(actor, id)
}

const mustExist = async (actor: Actor, id: string) => {
  if (!(await store.findAccount(actor.platform.db, id))) fail('NOT_FOUND')
}

/** Nobody takes their own way in, nor gives themselves one. */
const mustBeAnother = (actor: Actor, id: string) => {
  if (signedIn(actor).accountId === id) fail('FORBIDDEN')
}

/** 停用: nobody gets in by the account any more, and every login of it has ended. */
export function disable(actor: Actor, asked: Asked & { version: number }): Promise<AccountDetail> {
  mustBeAnother(actor, asked.id)
  return acted(actor, asked.id, (tx) => accounts.holding.disable(tx, actor, asked))
}

/** 恢复: the account opens again. */
export function enable(actor: Actor, asked: Asked & { version: number }): Promise<AccountDetail> {
  mustBeAnother(actor, asked.id)
  return acted(actor, asked.id, (tx) => accounts.holding.enable(tx, actor, asked))
}

/** 解除锁定: the rest after too many wrong passwords is over. */
export async function liftRest(actor: Actor, asked: Asked): Promise<AccountDetail> {
  await mustExist(actor, asked.id)
  return acted(actor, asked.id, (tx) => accounts.holding.liftRest(tx, actor, asked))
}

/** 解除两步验证: for somebody who has lost phone and recovery codes; never one's own. */
export async function liftSecondFactor(actor: Actor, asked: Asked): Promise<AccountDetail> {
  mustBeAnother(actor, asked.id)
  await mustExist(actor, asked.id)
  return acted(actor, asked.id, (tx) => accounts.holding.liftSecondFactor(tx, actor, asked))
}

/** 结束登录: one login of the account. NOT_FOUND for one that never was the account's. */
export async function endLogin(
  actor: Actor,
  asked: Asked & { loginId: string },
): Promise<AccountDetail> {
  if (!(await store.isLoginOf(actor.platform.db, asked.id, asked.loginId))) fail('NOT_FOUND')
  return acted(actor, asked.id, (tx) => accounts.holding.endLogin(tx, actor, asked))
}

/** 收回角色: the seat is over; never one's own, nor one without which nobody would do its work. */
export function endSeat(actor: Actor, asked: Asked & { seatId: string }): Promise<AccountDetail> {
  mustBeAnother(actor, asked.id)
  return acted(actor, asked.id, (tx) => orgs.endSeat(tx, actor, asked))
}

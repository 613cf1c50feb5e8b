import type { Reply } from '@xueshi/contract/endpoint'
import { todoKinds, type readHome } from '@xueshi/contract/insight'
import * as accounts from '../accounts/service.ts'
import { type Actor, signedIn, type SignedIn } from '../platform/actor.ts'
import * as store from './store.ts'

const shown = 99

/**
 * What waits for the actor, in the order of `todoKinds`; kinds of which nothing waits are left out.
 * A count is at most 99 and says `more` beyond.
 */
export async function home(actor: Actor): Promise<Reply<typeof readHome>> {
  const counts = await countsFor(actor)
  return {
    todos: todoKinds.flatMap((kind) => {
      const count = counts[kind] ?? 0
      return count === 0 ? [] : [{ kind, count: Math.min(count, shown), more: count > shown }]
    }),
  }
}

async function countsFor(actor: Actor): Promise<store.TodoCounts> {
  const { platform } = actor
  const { kind } = signedIn(actor)
  // How long these rest is the accounts' own to say.
  if (kind === 'securityAdmin')
    return { restingAccounts: (await accounts.holding.listRests(platform)).length }
  const query = todosOf(signedIn(actor), platform.clock.now())
  return query ? store.countTodos(platform.db, query) : {}
}

const latelyMilliseconds = 7 * 24 * 60 * 60 * 1000

/** One statement for each kind of actor; null for those for whom nothing is counted. */
function todosOf({ kind, scope, seat, accountId }: SignedIn, now: Date) {
  const since = new Date(now.getTime() - latelyMilliseconds)
  if (kind === 'systemAdmin') return store.systemTodos(since)
  if (kind === 'auditAdmin') return store.auditTodos(since)
  if (scope.kind === 'own') return store.individualTodos(scope.personId, now)
  // A unit that is not in force yet sees nothing but itself.
  if (scope.kind === 'nothing')
    return kind === 'employer' && seat ? store.ownUnitTodos(seat.unitId) : null
  switch (kind) {
    case 'employer':
      return store.employerTodos(scope.unitId, seat?.level === 'manager')
    case 'institution':
      return store.institutionTodos(scope.unitId, seat?.level === 'manager')
    case 'industry':
      return store.officeTodos(scope.unitId, kind, accountId)
    case 'hrss':
      return scope.kind === 'region' ? store.hrssTodos(scope, accountId) : null
    default:
      return null
  }
}

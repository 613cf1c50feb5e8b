import { randomUUID } from 'node:crypto'
import { type KeyScope, signatureHeader } from '@xueshi/contract/actor'
import type { BodyInput, Endpoint, QueryInput, Reply } from '@xueshi/contract/endpoint'
import type { Problem } from '@xueshi/contract/errors'
import type { CompletionItem } from '@xueshi/contract/training/completions'
import * as keys from '../../src/orgs/keys/service.ts'
import { sign } from '../../src/platform/request-signature.ts'
import type { TestApp } from '../app.ts'
import { nextNumber } from './accounts.ts'
import { seatedActor } from './courses.ts'
import { makeStaff } from './orgs.ts'

export const allScopes: readonly KeyScope[] = ['completions:write', 'completions:read']

/** A key of the unit, made by a manager of its own. */
export async function makeKey(
  app: TestApp,
  unitId: string,
  scopes: readonly KeyScope[] = allScopes,
) {
  const manager = await makeStaff(app, unitId, { kind: 'institution', level: 'manager' })
  const actor = await seatedActor(app, { accountId: manager.id, seatId: manager.seatId })
  const { key, secrets } = await keys.create(actor, { name: '学习平台', scopes: [...scopes] })
  if (!secrets) throw new Error('a new key was not told')
  return { ...secrets, key, manager, actor }
}

type Sent<E extends Endpoint> = {
  body?: BodyInput<E>
  query?: QueryInput<E>
  params?: Record<string, string>
  key?: string
  /** What is sent in place of a right signature or key. */
  signature?: string
  token?: string
}

/** A program that calls endpoints with a key, as its documentation tells it to. */
export const programOf = (
  app: TestApp,
  { token, signingSecret }: { token: string; signingSecret: string },
) => ({
  async call<E extends Endpoint>(endpoint: E, sent: Sent<E> = {}) {
    const { method } = endpoint
    const path = `/api${endpoint.path.replace(/:(\w+)/g, (_, name: string) => sent.params?.[name] ?? '')}`
    const body = sent.body === undefined ? '' : JSON.stringify(sent.body)
    const signature = sent.signature ?? sign(signingSecret, { method, path, body }, app.clock.now())
    const answer = await app.server.inject({
      method,
      url: path,
      query: Object(sent.query) as Record<string, string>, // strings in all of ours
      headers: {
        authorization: `Bearer ${sent.token ?? token}`,
        'idempotency-key': sent.key ?? randomUUID(),
        ...(method === 'GET'
          ? {}
          : { 'content-type': 'application/json', [signatureHeader]: signature }),
      },
      ...(method === 'GET' ? {} : { payload: body }),
    })
    const json: unknown = answer.json()
    return {
      status: answer.statusCode,
      body: json as Reply<E>, // held against its shape by the server in tests
      problem: json as Problem, // for the tests of refusals
    }
  },
})

/** A completed course of this person, as a platform reports it. */
export function completionItem(
  person: { documentNumber: string; name: string },
  courseId: string,
  given: Partial<CompletionItem> = {},
): CompletionItem {
  return {
    reference: `LS-${nextNumber()}`,
    documentType: 'residentId',
    documentNumber: person.documentNumber,
    name: person.name,
    courseId,
    hoursTenths: 120,
    startOn: '2026-03-01',
    endOn: '2026-05-20',
    ...given,
  }
}

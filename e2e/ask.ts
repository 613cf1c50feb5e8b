import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import type { APIRequestContext } from '@playwright/test'
import { seatHeader } from '@xueshi/contract/actor'
import type { BodyInput, Endpoint, ParamsInput, QueryInput, Reply } from '@xueshi/contract/endpoint'

type Input<E extends Endpoint> = {
  params?: ParamsInput<E>
  query?: QueryInput<E>
  body?: BodyInput<E>
}

/** Calls an endpoint with the cookies of a browser, from a seat if one is named. Throws when refused. */
export async function ask<E extends Endpoint>(
  request: APIRequestContext,
  endpoint: E,
  { params, query, body }: Input<E>,
  seat?: string,
): Promise<Reply<E>> {
  // Parts of an endpoint are objects of plain values.
  const values = (params ?? {}) as Record<string, unknown>
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => String(values[name]))
  const search = new URLSearchParams(query ?? {})
  const headers = { 'idempotency-key': randomUUID(), ...(seat && { [seatHeader]: seat }) }
  const send = () =>
    request.fetch(`/api${path}?${search.toString()}`, {
      method: endpoint.method,
      headers,
      ...(body !== undefined && { data: body }),
    })
  let answer = await send()
  // A busy server has done nothing and says when to come again.
  for (let round = 0; answer.status() === 503 && round < 3; round += 1) {
    await rest(Number(answer.headers()['retry-after'] ?? 1) * 1000)
    answer = await send()
  }
  if (!answer.ok())
    throw new Error(`${endpoint.method} ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as Reply<E> // the server checks its replies by the same contract
}

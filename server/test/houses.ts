import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { seatHeader } from '@xueshi/contract/actor'
import type { BodyInput, Endpoint, ParamsInput, Reply } from '@xueshi/contract/endpoint'
import type { Problem } from '@xueshi/contract/errors'
import type { Client, TestApp } from './app.ts'
import type { HouseOptions } from './house-process.ts'

/** Another process of the house, on the database, in the folder and at the time of the test's own; in another time zone if told. */
export async function startHouse(
  { database, platform, clock }: TestApp,
  { timeZone, ...options }: Omit<HouseOptions, 'at'> & { timeZone?: string } = {},
): Promise<House> {
  const given: HouseOptions = { ...options, at: clock.now().toISOString() }
  const child: ChildProcess = fork(
    join(import.meta.dirname, 'house-process.ts'),
    [database.appUrl, platform.config.dataDir, JSON.stringify(given)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      ...(timeZone !== undefined && { env: { ...process.env, TZ: timeZone } }),
    },
  )
  const [said] = (await once(child, 'message')) as [{ port: number }] // what it says first
  return {
    origin: `http://127.0.0.1:${said.port}`,
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
export type House = { origin: string; stop: () => Promise<void> }

/** The cookies of a client as a browser sends them. */
export const cookieOf = ({ cookies }: Pick<Client, 'cookies'>) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')

type Input<E extends Endpoint> = { params?: ParamsInput<E>; body?: BodyInput<E>; key?: string }

/** Calls an endpoint of this house over the wire, as a browser with the client's cookies, from a seat if one is named. */
export async function callAt<E extends Endpoint>(
  { origin }: House,
  client: Pick<Client, 'cookies'> & { seatId?: string },
  endpoint: E,
  { params, body, key }: Input<E>,
): Promise<{ status: number; body: Reply<E>; problem: Problem }> {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(Object(params), name))),
  )
  const response = await fetch(`${origin}/api${path}`, {
    method: endpoint.method,
    headers: {
      cookie: cookieOf(client),
      ...(client.seatId !== undefined && { [seatHeader]: client.seatId }),
      ...(endpoint.parts.repeat === 'key' && { 'idempotency-key': key ?? randomUUID() }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  return {
    status: response.status,
    body: answer as Reply<E>, // the house holds to the contract
    problem: answer as Problem, // for the tests of refusals
  }
}

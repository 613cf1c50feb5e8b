import type { Endpoint } from '@xueshi/contract/endpoint'
import * as z from 'zod/mini'
import type { TestApp } from './app.ts'
import { lineOf, mayEnter } from './endpoints.ts'
import { ask, type Caller, roles } from './personas.ts'
import type { House } from './world.ts'

/** Leave for the caller alone: to look at a file, or to send one. */
export type Shown = { caller: Caller; line: string; kind: string; ticket: string; id: string }

const viewed = /\/api\/files\/(view-(\w+)~([\w-]+)~[\w~-]+)/g

/** Every address of a file in what the house's people and offices are shown of what is theirs. */
export async function addressesShown(app: TestApp, house: House): Promise<Shown[]> {
  const shown = new Map<string, Shown>()
  for (const endpoint of app.served.filter(({ method, parts }) => method === 'GET' && !parts.media))
    for (const caller of callersOf(endpoint, house)) {
      const line = lineOf(endpoint)
      const { text } = await ask(app, caller, endpoint, house.made.requests[line] ?? {})
      for (const [, ticket = '', kind = '', id = ''] of text.matchAll(viewed))
        shown.set(`${kind} ${id} ${caller.accountId}`, { caller, line, kind, ticket, id })
    }
  return [...shown.values()]
}

/** A place for a file at every endpoint that opens one, and the ticket to send it with. */
export async function placesOpened(app: TestApp, house: House): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const endpoint of app.served.filter(opensPlace)) {
    const line = lineOf(endpoint)
    for (const caller of callersOf(endpoint, house)) {
      const { status, text } = await ask(app, caller, endpoint, house.made.requests[line] ?? {})
      if (status !== 200) continue
      const { ticket } = JSON.parse(text) as { ticket: string } // as its shape says
      const [kind = '', id = ''] = ticket.split('~')
      shown.push({ caller, line, kind, ticket, id })
      break
    }
  }
  return shown
}

/** Whether the endpoint answers with a ticket to send a file with. */
export const opensPlace = ({ parts }: Endpoint) =>
  'uploadUrl' in (z.toJSONSchema(parts.reply, { unrepresentable: 'any' }).properties ?? {})

function callersOf(endpoint: Endpoint, { personas, made }: House): Caller[] {
  const line = lineOf(endpoint)
  const special = made.callers[line]
  const callers = roles
    .filter((role) => mayEnter[line]?.includes(role))
    .map((role) => personas[role])
    .filter(({ accountId }) => accountId !== null)
  return special ? [special, ...callers] : callers
}

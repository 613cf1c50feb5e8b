import type { FastifyReply } from 'fastify'
import { type Actor, signedIn } from './actor.ts'
import type { FileType } from './files.ts'
import { actorBehind, holdDoor, type Serving } from './http.ts'
import { fail } from './refusal.ts'
import { issueTicket, readTicket } from './tickets.ts'

/** A stored file as it is shown: its key in the locker and the name that it was given. */
export type ViewedFile = { key: string; type: string; name: string; sizeBytes: number }
/** By kind of ticket: what a domain's file of this id is, or nothing when it is gone. */
export type ViewedFiles = Readonly<
  Record<string, (actor: Actor, id: string) => Promise<ViewedFile | undefined>>
>

const viewMilliseconds = 10 * 60 * 1000
const shownInPage: readonly string[] = [
  'application/pdf',
  'image/jpeg',
  'image/png',
] satisfies FileType[]

/** Where the actor may look at a file for ten minutes. The domain has decided that they may. */
export function ticketUrl(actor: Actor, kind: string, id: string): string {
  const { clock, keys } = actor.platform
  const account = signedIn(actor).accountId
  const expires = new Date(clock.now().getTime() + viewMilliseconds)
  return `/api/files/${issueTicket(keys.ticketKey, { kind: `view-${kind}`, id, account, expires })}`
}

/**
 * Serves files under tickets, to the account that was given the ticket and nobody else. Whatever a
 * file holds, it cannot act: it has an origin of its own without scripts, and its type is what its
 * content proved when it came.
 */
export function serveFiles(serving: Serving, files: ViewedFiles): void {
  serving.app.get('/api/files/*', { exposeHeadRoute: false }, async (request, reply) => {
    const actor = await actorBehind(serving, request, reply)
    holdDoor(actor, { by: 'signedIn' })
    const text = String(Reflect.get(Object(request.params), '*'))
    const { clock, keys, locker } = actor.platform
    for (const [kind, find] of Object.entries(files)) {
      const ticket = readTicket(keys.ticketKey, text, `view-${kind}`, clock.now())
      if (ticket?.account !== actor.accountId) continue
      const file = await find(actor, ticket.id)
      if (file) return setHeaders(reply, file).send(await locker.read(file.key))
    }
    return fail('NOT_FOUND')
  })
}

function setHeaders(reply: FastifyReply, { type, name, sizeBytes }: ViewedFile): FastifyReply {
  const shown = shownInPage.includes(type) ? 'inline' : 'attachment'
  return reply
    .type(type)
    .header('content-length', sizeBytes)
    .header('content-disposition', `${shown}; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'self'")
    .header('x-frame-options', 'SAMEORIGIN')
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
}

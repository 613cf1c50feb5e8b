import { createHash } from 'node:crypto'
import type { Callers, Endpoint, Body, Params, Query, Reply } from '@xueshi/contract/endpoint'
import { fieldIssues } from '@xueshi/contract/issues'
import { type KeyScope, seatHeader, seatParameter, signatureHeader } from '@xueshi/contract/actor'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { keptBody, keepBody } from './kept-body.ts'
import type { Actor } from './actor.ts'
import { fail } from './refusal.ts'
import { sheetType } from './sheet.ts'
import { Repeated } from './transaction.ts'

/** What an endpoint's handler is given: all checked against the contract. */
export type Call<E extends Endpoint> = {
  actor: Actor
  params: Params<E>
  query: Query<E>
  body: Body<E>
  /** What was sent to an endpoint that `takes` a file; empty for all others. */
  file: Buffer
  cookies: Cookies
}

/** The few cookies that handlers read or set; names and flags are the platform's. */
export type Cookies = {
  read(name: CookieName): string | null
  set(name: CookieName, value: string, maxAgeSeconds: number): void
  clear(name: CookieName): void
}
export type CookieName = 'login' | 'visit' | 'device'

/** Bytes instead of JSON, for endpoints with a `media`. */
export type Media = { bytes: Buffer; fileName: string }

export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Reply<E>>
export type Serving = {
  app: FastifyInstance
  /** Injected by the app: orgs turns the login cookie and the seat into an Actor. */
  resolveActor: (asked: {
    token: string | null
    seatId: string | null
    /** True: the page asks on its own, and the login is not used by it. */
    passive: boolean
    request: Actor['request']
  }) => Promise<Actor>
  /** Injected likewise: whose program comes with an API key, when what it sends is signed as it must be. */
  resolveKey: (asked: {
    token: string
    /** What is to be signed, and by what it was; null for a GET. */
    signed: { method: string; path: string; body: Buffer; signature: string | null } | null
    request: Actor['request']
  }) => Promise<Actor>
  cookies: (request: FastifyRequest, reply: FastifyReply) => Cookies
  /** Endpoints served so far, for the OpenAPI document and the matrix of roles. */
  served: Endpoint[]
  /** In tests every reply is held against its shape. */
  checksReplies: boolean
}

/**
 * Serves one endpoint: resolves the actor, holds the door (default deny), checks every part against
 * the contract, and answers a repeated request with the record that the first one made, by `again`.
 */
export function serve<E extends Endpoint>(
  serving: Serving,
  endpoint: E,
  handler: Handler<E>,
  ...again: E['parts']['repeat'] extends 'key'
    ? [again: (call: Call<E>, recordId: string) => Promise<Reply<E>>]
    : []
): void {
  const { app, served } = serving
  const { parts } = endpoint
  served.push(endpoint)
  const present = again[0]
  app.route({
    method: endpoint.method,
    url: `/api${endpoint.path}`,
    ...(parts.takes && { bodyLimit: parts.takes.bytes }),
    ...(parts.scope && { preParsing: keepBody, bodyLimit: programBytes }),
    handler: async (request, reply) => {
      const cookies = serving.cookies(request, reply)
      const asker =
        (parts.scope && (await programBehind(serving, request))) ??
        (await actorBehind(serving, request, reply, {
          ...parts,
          seatId: seatOf(endpoint, request),
        }))
      holdDoor(asker, parts)
      const checked = checkedParts(endpoint, request)
      const key = keyOf(request, endpoint, checked, asker)
      const actor = { ...asker, request: { ...asker.request, key } }
      const file = fileOf(endpoint, request)
      const call = { actor, cookies, file, ...checked } as Call<E> // checkedParts has parsed each part by its shape
      const answer = await answered(handler, present, call)
      reply.header('cache-control', 'no-store')
      if (parts.media) return sendMedia(reply, parts.media, answer as unknown as Media) // endpoints with a media answer with bytes
      if (serving.checksReplies) parts.reply.parse(answer)
      return reply.send(answer)
    },
  })
}

/** A thousand lines of a platform; people's forms are smaller. */
const programBytes = 1024 * 1024

/** The program behind a request that brings an API key; only endpoints with a scope look for one. */
async function programBehind(
  { resolveKey }: Serving,
  request: FastifyRequest,
): Promise<Actor | undefined> {
  const token = /^Bearer (\S{1,200})$/.exec(headerOf(request, 'authorization') ?? '')?.[1]
  if (token === undefined) return undefined
  const signed =
    request.method === 'GET'
      ? null
      : {
          method: request.method,
          path: request.url,
          body: keptBody(request),
          signature: headerOf(request, signatureHeader),
        }
  return resolveKey({ token, signed, request: requestOf(request) })
}

const requestOf = (request: FastifyRequest): Actor['request'] => ({
  id: request.id,
  address: request.ip,
  userAgent: headerOf(request, 'user-agent')?.slice(0, 300) ?? '',
  key: null,
})

/** Who is behind a request: for endpoints, and for the few routes that carry bytes instead of JSON. */
export function actorBehind(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    passive = false,
    seatId = headerOf(request, seatHeader),
  }: { passive?: boolean; seatId?: string | null } = {},
): Promise<Actor> {
  return serving.resolveActor({
    token: serving.cookies(request, reply).read('login'),
    seatId,
    passive,
    request: requestOf(request),
  })
}

/** A frame that shows a file sends no header: for files alone, the address may name the seat. */
function seatOf({ parts }: Endpoint, request: FastifyRequest): string | null {
  const named = headerOf(request, seatHeader)
  if (named !== null || !parts.media) return named
  const given: unknown = Reflect.get(Object(request.query), seatParameter)
  return typeof given === 'string' && given !== '' ? given : null
}

async function answered<E extends Endpoint>(
  handler: Handler<E>,
  again: ((call: Call<E>, recordId: string) => Promise<Reply<E>>) | undefined,
  call: Call<E>,
): Promise<Reply<E>> {
  try {
    return await handler(call)
  } catch (error) {
    if (error instanceof Repeated && again) return again(call, error.recordId)
    throw error
  }
}

/** Default deny: the endpoint names who may call; everyone else is refused before anything is read. */
export function holdDoor(
  actor: Actor,
  { by, early = false, scope }: { by: Callers; early?: boolean; scope?: KeyScope },
): void {
  if (by === 'anyone') return
  if (actor.accountId === null) fail('SIGNED_OUT')
  if (actor.mustChangePassword && !early) fail('PASSWORD_CHANGE_REQUIRED')
  if (actor.mustSetSecondFactor && !early) fail('SECOND_FACTOR_REQUIRED')
  if (by !== 'signedIn' && !by.some((kind) => kind === actor.kind)) fail('FORBIDDEN')
  // A program comes where its key was made for, and nobody else comes there.
  const { apiKey } = actor
  if (scope === undefined ? apiKey !== undefined : !apiKey?.scopes.includes(scope))
    fail('FORBIDDEN')
}

function checkedParts(endpoint: Endpoint, request: FastifyRequest) {
  const { params, query, body } = endpoint.parts
  const parts: Record<string, unknown> = {}
  if (params) {
    const parsed = params.safeParse(request.params)
    if (!parsed.success) fail('NOT_FOUND') // an id that cannot be is an id that is not there
    parts['params'] = parsed.data
  }
  if (query) {
    const parsed = query.safeParse(request.query)
    if (!parsed.success) fail('INVALID', { fields: fieldIssues(parsed.error) })
    parts['query'] = parsed.data
  }
  if (body) {
    const parsed = body.safeParse(request.body, { reportInput: true })
    if (!parsed.success) fail('INVALID', { fields: fieldIssues(parsed.error) })
    parts['body'] = parsed.data
  }
  return parts
}

function fileOf({ parts }: Endpoint, { body }: FastifyRequest): Buffer {
  if (!parts.takes) return nothing
  return Buffer.isBuffer(body) ? body : fail('UNSUPPORTED_MEDIA')
}
const nothing = Buffer.alloc(0)

/**
 * The Idempotency-Key with a hash of what it came with, so that a key for two requests is found out.
 * Of the checked parts: what was sent may be nested deeper than can be written out again.
 */
function keyOf(
  request: FastifyRequest,
  { method, path, parts }: Endpoint,
  checked: object,
  asker: Actor,
) {
  if (parts.repeat !== 'key') return null
  const value = headerOf(request, 'idempotency-key')
  if (value === null || !/^[\w-]{16,64}$/.test(value)) fail('KEY_REQUIRED')
  const bodyHash = createHash('sha256')
    .update(JSON.stringify([method, path, checked]))
    .digest()
  // Two programs of one unit count their requests apart.
  const apiKey = asker.accountId === null ? undefined : asker.apiKey
  return { value: apiKey ? `${apiKey.id}:${value}` : value, bodyHash }
}

function headerOf(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function sendMedia(reply: FastifyReply, type: string, { bytes, fileName }: Media) {
  const shown = type === sheetType ? 'attachment' : 'inline'
  return (
    reply
      .type(type)
      .header('content-disposition', `${shown}; filename*=UTF-8''${encodeURIComponent(fileName)}`)
      // Our own pages, and nobody else's, print it from a frame.
      .header('x-frame-options', 'SAMEORIGIN')
      .header('content-security-policy', mediaPolicy)
      .send(bytes)
  )
}
const mediaPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"

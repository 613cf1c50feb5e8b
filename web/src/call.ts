import { seatHeader, seatParameter } from '@xueshi/contract/actor'
import type { BodyInput, Endpoint, ParamsInput, QueryInput, Reply } from '@xueshi/contract/endpoint'
import { errorStatus, type ErrorCode } from '@xueshi/contract/errors'
import { buildHeader, noteServerBuild, ownBuild } from './build.ts'
import { CallError } from './call-error.ts'
import { recordOf } from './record.ts'
import { seatNow } from './seat.ts'

export { CallError, type CallCode } from './call-error.ts'

type Given<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: undefined }
  : { [K in Name]: Value }

/** What a call of this endpoint needs: exactly the parts that the endpoint declares. */
export type CallInput<E extends Endpoint> = Given<'params', ParamsInput<E>> &
  Given<'query', QueryInput<E>> &
  Given<'body', BodyInput<E>> &
  (E['parts'] extends { takes: object } ? { file: Blob } : { file?: undefined })

export interface CallOptions {
  /** The Idempotency-Key of one intent; demanded by endpoints that repeat by `key`. */
  key?: string | undefined
  signal?: AbortSignal | undefined
}

const timeoutSeconds = 20

/**
 * Calls an endpoint on our own origin and gives its reply. Throws `CallError`; an abort by the
 * caller's signal throws the signal's reason. The reply is trusted to have the declared shape: the
 * same build of the contract serialises it, and a newer server makes the page reload.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: CallOptions = {},
): Promise<Reply<E>> {
  const response = await send(endpoint, input, options)
  noteServerBuild(response.headers.get(buildHeader))
  const json = response.headers.get('content-type')?.includes('json') ?? false
  if (!response.ok) throw await refusal(response, json)
  const reply: unknown = json
    ? await response.json()
    : endpoint.parts.media && (await response.blob())
  return reply as Reply<E> // trusted, see above
}

/** The address of an endpoint, for calls and for links to files. */
export function addressOf<E extends Endpoint>(
  endpoint: E,
  { params, query }: { params?: unknown; query?: unknown },
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(textOf(recordOf(params)[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(recordOf(query)))
    if (textOf(value) !== '') search.set(name, textOf(value))
  const text = search.toString()
  return `/api${path}${text ? `?${text}` : ''}`
}

/** The address of a file as a frame or a link asks for it, with the seat that one acts from. */
export function fileAddressOf<E extends Endpoint>(
  endpoint: E,
  { params, query }: { params?: unknown; query?: unknown },
): string {
  const seat = seatNow()
  return addressOf(endpoint, {
    params,
    query: seat ? { ...recordOf(query), [seatParameter]: seat } : query,
  })
}

/** What a URL carries of a value; shapes of paths and queries hold nothing but these. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

async function send<E extends Endpoint>(endpoint: E, input: CallInput<E>, options: CallOptions) {
  const headers: Record<string, string> = { accept: 'application/json', [buildHeader]: ownBuild }
  const seat = seatNow()
  if (seat) headers[seatHeader] = seat
  if (options.key) headers['idempotency-key'] = options.key
  const { takes } = endpoint.parts
  if (takes ?? input.body !== undefined) headers['content-type'] = takes?.type ?? 'application/json'
  // AbortSignal.any and .timeout are younger than the oldest browsers that we serve.
  const abort = new AbortController()
  const onAbort = () => abort.abort()
  options.signal?.addEventListener('abort', onAbort)
  const timer = setTimeout(onAbort, timeoutSeconds * 1000)
  try {
    return await fetch(addressOf(endpoint, input), {
      method: endpoint.method,
      headers,
      credentials: 'same-origin',
      body: input.file ?? (input.body === undefined ? null : JSON.stringify(input.body)),
      signal: abort.signal,
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new CallError('NO_ANSWER', 0)
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', onAbort)
  }
}

async function refusal(response: Response, json: boolean): Promise<CallError> {
  if (json) {
    const problem: unknown = await response.json().catch(() => null)
    const parts: Partial<CallError> = recordOf(problem)
    if (isErrorCode(parts.code)) return new CallError(parts.code, response.status, parts)
  }
  // A gateway in between answered: the server may or may not have acted.
  if (response.status >= 502) return new CallError('NO_ANSWER', response.status)
  return new CallError(response.status === 404 ? 'NOT_FOUND' : 'INTERNAL', response.status)
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.prototype.hasOwnProperty.call(errorStatus, code)
}

import type * as z from 'zod/mini'
import type { ActorKind, KeyScope } from './actor.ts'
import type { ErrorCode } from './errors.ts'

/**
 * What happens when a request comes twice. `key`: an Idempotency-Key is demanded and the second
 * answer presents the first effect anew; `natural`: doing it twice is the same; `never`: single-use
 * things such as captchas make a repeat fail by themselves.
 */
export type Repeat = 'key' | 'natural' | 'never'
/** `page`: our own pages, may change with them. `partner`: under /v1, may only grow. */
export type Audience = 'page' | 'partner'
/** Who may call at all: anyone, whoever is signed in, or the listed kinds. Default deny holds for the rest. */
export type Callers = 'anyone' | 'signedIn' | readonly ActorKind[]

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Shape = z.ZodMiniType

export interface EndpointParts {
  summary: string
  by: Callers
  repeat: Repeat
  audience?: Audience
  /** For programs with an API key of this scope and for nobody else; a POST is signed. */
  scope?: KeyScope
  /** Open even while a forced change of password or a second factor is pending. */
  early?: true
  /** Asked by pages on their own: it does not count as use of the login. */
  passive?: true
  /** A reply that is no JSON: its media type; `reply` is then not looked at. */
  media?:
    | 'application/pdf'
    | 'application/vc+jwt'
    | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    | 'text/calendar; charset=utf-8'
  /** What is sent is no JSON but a file, of this type and at most so large; there is no `body` then. */
  takes?: { readonly type: 'application/pdf'; readonly bytes: number }
  params?: Shape
  query?: Shape
  body?: Shape
  reply: Shape
  errors?: readonly ErrorCode[]
}

export interface Endpoint<Parts extends EndpointParts = EndpointParts> {
  readonly method: Method
  /** Path below /api, with `:name` for parameters. */
  readonly path: string
  readonly parts: Parts
}

/**
 * Declares one endpoint: `endpoint('POST /declarations/:id/submit', { … })`.
 * The server serves it, the web calls it, the OpenAPI document and the tests are drawn from it.
 *
 * @__NO_SIDE_EFFECTS__
 */
export function endpoint<const Parts extends EndpointParts>(
  line: `${Method} /${string}`,
  parts: Parts,
): Endpoint<Parts> {
  const [method, path] = line.split(' ') as [Method, string] // the template type says so
  return { method, path, parts }
}

type OutputOf<S> = S extends Shape ? z.output<S> : undefined
type InputOf<S> = S extends Shape ? z.input<S> : undefined
type Part<P, K extends string> = P extends Record<K, infer S> ? S : undefined

export type Params<E extends Endpoint> = OutputOf<Part<E['parts'], 'params'>>
export type Query<E extends Endpoint> = OutputOf<Part<E['parts'], 'query'>>
export type Body<E extends Endpoint> = OutputOf<Part<E['parts'], 'body'>>
export type Reply<E extends Endpoint> = OutputOf<E['parts']['reply']>
/** What a caller passes: shapes before their defaults are filled in. */
export type ParamsInput<E extends Endpoint> = InputOf<Part<E['parts'], 'params'>>
export type QueryInput<E extends Endpoint> = InputOf<Part<E['parts'], 'query'>>
export type BodyInput<E extends Endpoint> = InputOf<Part<E['parts'], 'body'>>

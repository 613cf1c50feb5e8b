import type { Endpoint } from '@xueshi/contract/endpoint'
import * as z from 'zod/mini'
import type { Request } from './personas.ts'

/** A place in a request where an id stands, as `body.items.[].id`: `[]` is any place of a list. */
export type Slot = string

/** Every such place of an endpoint, from the shapes that check its requests. */
export function slotsOf({ parts }: Endpoint): Slot[] {
  const found = new Set<Slot>()
  for (const part of ['params', 'query', 'body'] as const) {
    const shape = parts[part]
    if (!shape) continue
    const whole = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' })
    for (const slot of idsIn(whole as Schema, part, whole as Schema)) found.add(slot)
  }
  return [...found]
}

type Schema = {
  format?: string
  $ref?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  items?: Schema
  $defs?: Record<string, Schema>
}

function* idsIn(schema: Schema, way: string, root: Schema): Generator<Slot> {
  if (schema.format === 'uuid') yield way
  const meant = root.$defs?.[schema.$ref?.replace('#/$defs/', '') ?? '']
  if (meant) yield* idsIn(meant, way, root)
  for (const each of [schema.anyOf, schema.oneOf, schema.allOf].flatMap((some) => some ?? []))
    yield* idsIn(each, way, root)
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    yield* idsIn(inner, `${way}.${name}`, root)
  if (schema.items) yield* idsIn(schema.items, `${way}.[]`, root)
}

/** The id that stands there, of a list its first. */
export function idAt(request: Request, slot: Slot): string | undefined {
  let value: unknown = request
  for (const step of slot.split('.'))
    value = Reflect.get(Object(value), step === '[]' ? '0' : step) as unknown
  return typeof value === 'string' ? value : undefined
}

/** The request with this id there; in a list alone, or beside what is in it. */
export function withId(request: Request, slot: Slot, id: string, isBeside = false): Request {
  const placed = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
    if (step === undefined) return id
    if (step === '[]') {
      const list: unknown[] = Array.isArray(value) ? value : []
      return [...(isBeside ? list : []), placed(list.at(-1), rest)]
    }
    const inner: unknown = Reflect.get(Object(value), step)
    return { ...Object(value), [step]: placed(inner, rest) } as object
  }
  return placed(request, slot.split('.')) as Request
}

import { seatHeader, signatureHeader } from '@xueshi/contract/actor'
import type { Endpoint, EndpointParts } from '@xueshi/contract/endpoint'
import { errorStatus, type ErrorCode } from '@xueshi/contract/errors'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod/mini'

type Shape = NonNullable<EndpointParts['body']>
type JsonSchema = Record<string, unknown>

/** The description of an interface, OpenAPI 3.1 (JSON Schema 2020-12). */
export type OpenApi = {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> }
}
type Operation = {
  operationId: string
  summary: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters: JsonSchema[]
  requestBody?: JsonSchema
  responses: Record<string, JsonSchema>
  'x-audience': string
  'x-repeat': string
}

/** The interface as it is served: every endpoint, from the shapes that check its requests. */
export function openApiOf(served: readonly Endpoint[]): OpenApi {
  const paths: OpenApi['paths'] = {}
  for (const endpoint of served) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Xueshi',
      version: '1',
      description:
        'Endpoints marked x-audience: page belong to the pages of this site and change with them; those marked partner may only grow.',
    },
    servers: [{ url: '/api' }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        login: { type: 'apiKey', in: 'cookie', name: '__Host-xueshi-login' },
        apiKey: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

/** Serves the description at /api/openapi.json, drawn once when first asked for. */
export function serveOpenApi(app: FastifyInstance, served: readonly Endpoint[]): void {
  let text: string | undefined
  app.get('/api/openapi.json', (_, reply) => {
    text ??= JSON.stringify(openApiOf(served))
    return reply.type('application/json').header('cache-control', 'no-cache').send(text)
  })
}

const problemSchema: JsonSchema = {
  type: 'object',
  required: ['code'],
  properties: {
    code: { type: 'string', enum: Object.keys(errorStatus) },
    fields: {
      type: 'object',
      description: 'Path of each wrong field, with the code of what is wrong with it',
      additionalProperties: { type: 'string' },
    },
    requestId: { type: 'string', description: 'To quote when asking for help' },
    current: { description: 'For STALE and WRONG_STATE: the record as it stands now' },
  },
}

const schemaOf = (shape: Shape, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' })
  return schema
}

function operationOf({ method, path, parts }: Endpoint): Operation {
  const words = path.match(/\w+/g) ?? []
  return {
    operationId: [method.toLowerCase(), ...words].join('_'),
    summary: parts.summary,
    tags: [words[0] ?? ''],
    security: parts.by === 'anyone' ? [] : [parts.scope ? { apiKey: [] } : { login: [] }],
    parameters: parametersOf(path, parts),
    ...(parts.takes && {
      requestBody: { required: true, content: { [parts.takes.type]: {} } },
    }),
    ...(parts.body
      ? { requestBody: jsonOf(schemaOf(parts.body, 'input'), { required: true }) }
      : {}),
    responses: { 200: replyOf(parts), ...refusalsOf(method, parts) },
    'x-audience': parts.audience ?? 'page',
    'x-repeat': parts.repeat,
  }
}

const jsonOf = (schema: JsonSchema, more: JsonSchema) => ({
  ...more,
  content: { 'application/json': { schema } },
})

const replyOf = ({ media, reply }: EndpointParts): JsonSchema =>
  media
    ? { description: 'The file', content: { [media]: {} } }
    : jsonOf(schemaOf(reply, 'output'), { description: 'Done' })

function parametersOf(
  path: string,
  { params, query, body, repeat, by, scope }: EndpointParts,
): JsonSchema[] {
  const inPath = propertiesOf(params)
  const inQuery = propertiesOf(query)
  return [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      schema: inPath.properties[name] ?? { type: 'string' },
    })),
    ...Object.entries(inQuery.properties).map(([name, schema]) => ({
      name,
      in: 'query',
      required: inQuery.required.includes(name),
      schema,
    })),
    ...(repeat === 'key' ? [keyParameter] : []),
    ...(by === 'anyone' || scope ? [] : [seatParameter]),
    ...(scope && body ? [signatureParameter] : []),
  ]
}

function propertiesOf(shape: Shape | undefined) {
  const schema = shape ? schemaOf(shape, 'input') : {}
  return {
    properties: Object(schema['properties']) as Record<string, JsonSchema>, // an object shape's, or none
    required: Array.isArray(schema['required']) ? schema['required'].map(String) : [],
  }
}

const signatureParameter: JsonSchema = {
  name: signatureHeader,
  in: 'header',
  required: true,
  description: 'HMAC-SHA-256 of this request under the signing secret of the key',
  schema: { type: 'string', pattern: '^t=\\d+,v1=[0-9a-f]{64}$' },
}

const keyParameter: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'A repeated request with the same key has one effect and the same answer',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
}
const seatParameter: JsonSchema = {
  name: seatHeader,
  in: 'header',
  required: false,
  description: 'The seat to act from; without it, as an individual',
  schema: { type: 'string', format: 'uuid' },
}

/** Every refusal that a caller may meet, by status. */
function refusalsOf(method: Endpoint['method'], parts: EndpointParts): Record<string, JsonSchema> {
  const codes = new Set<ErrorCode>(parts.errors ?? [])
  const meets = (isMet: boolean, ...more: ErrorCode[]) => {
    if (isMet) for (const code of more) codes.add(code)
  }
  meets(true, 'INTERNAL', 'UNAVAILABLE', 'BUSY')
  meets(method !== 'GET', 'CROSS_ORIGIN')
  meets(parts.by !== 'anyone', 'SIGNED_OUT')
  meets(parts.by !== 'anyone' && parts.early !== true, 'PASSWORD_CHANGE_REQUIRED')
  meets(typeof parts.by !== 'string', 'FORBIDDEN')
  meets(parts.params !== undefined, 'NOT_FOUND')
  meets(parts.query !== undefined || parts.body !== undefined, 'INVALID')
  meets(parts.body !== undefined, 'BAD_REQUEST', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA')
  meets(parts.repeat === 'key', 'KEY_REQUIRED', 'KEY_REUSED', 'IN_PROGRESS')

  const byStatus = Map.groupBy([...codes].toSorted(), (code) => errorStatus[code])
  return Object.fromEntries(
    [...byStatus].map(([status, of]) => [
      String(status),
      jsonOf(
        {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: of } } }],
        },
        { description: of.join(', ') },
      ),
    ]),
  )
}

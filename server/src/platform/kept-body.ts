import { Readable } from 'node:stream'
import type { FastifyRequest, preParsingAsyncHookHandler } from 'fastify'

const bodies = new WeakMap<FastifyRequest, Buffer>()

/** Keeps a body as it came, for a signature is over bytes and not over what they mean. */
export const keepBody: preParsingAsyncHookHandler = async (request, _reply, payload) => {
  const chunks: Buffer[] = []
  let length = 0
  const limit = request.routeOptions.bodyLimit ?? 0
  for await (const chunk of payload) {
    const bytes = Buffer.from(chunk as Buffer) // a request's stream gives bytes
    chunks.push(bytes)
    // The parser refuses what is longer; there is no need to hold it.
    if ((length += bytes.length) > limit) break
  }
  const body = Buffer.concat(chunks)
  bodies.set(request, body)
  return Object.assign(Readable.from([body]), { receivedEncodedLength: body.length })
}

/** The bytes of a body that was kept; none where the request had none. */
export const keptBody = (request: FastifyRequest): Buffer => bodies.get(request) ?? Buffer.alloc(0)

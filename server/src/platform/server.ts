import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import { errorStatus, type ErrorCode, type Problem } from '@xueshi/contract/errors'
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { CookieName, Cookies } from './http.ts'
import { Busy } from './passwords.ts'
import type { Platform } from './platform.ts'
import { Refusal } from './refusal.ts'

/** Fastify with what holds for every request: headers, same origin, errors as codes, no detail of a 500. */
export async function createServer(platform: Platform): Promise<FastifyInstance> {
  const { config, log } = platform
  const secure = config.publicUrl.startsWith('https:')
  const loggerInstance: FastifyBaseLogger = log
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    bodyLimit: 256 * 1024,
    // Parameters of any length come to their shape, which refuses them as every other wrong one.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16 * 1024 },
    rewriteUrl: ({ url = '/' }) => (isReadable(url) ? url : unreadable),
    forceCloseConnections: 'idle',
  })
  await app.register(cookie)
  // For the endpoints that take such a file; the shapes of all others refuse it.
  app.addContentTypeParser('application/pdf', { parseAs: 'buffer' }, (_, bytes, parsed) =>
    parsed(null, bytes),
  )
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
  })
  // The same for every reply; helmet would put them together anew for each.
  let securityHeaders: Map<string, string> | undefined
  app.addHook('onRequest', async (request, reply) => {
    if (securityHeaders) reply.raw.setHeaders(securityHeaders)
    else {
      reply.helmet()
      const set = Object.entries(reply.raw.getHeaders())
      securityHeaders = new Map(set.map(([name, value]) => [name, String(value)]))
    }
    reply.header('x-xueshi-build', platform.buildId)
    if (!isSameOrigin(request)) return sendProblem(reply, request, 'CROSS_ORIGIN')
  })
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(reply, request, 'NOT_FOUND'))
  return app
}

const unreadable = '/api/unreadable'

/** The router answers an address that cannot be decoded before any of our hooks: without headers or a code. */
function isReadable(url: string): boolean {
  if (!url.includes('%')) return true
  try {
    decodeURIComponent(url.replace(/[?#].*$/s, ''))
    return true
  } catch {
    return false
  }
}

/**
 * A changing request comes from our own pages. Browsers say where one comes from; a program without
 * a browser says nothing and has no cookies of ours to be abused.
 */
function isSameOrigin({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return true
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (headers.origin === undefined) return true
  try {
    return new URL(headers.origin).host === headers.host
  } catch {
    return false
  }
}

/** Cookies that scripts cannot read; on plain http (localhost) the prefix and Secure are left off. */
export function cookiesFor(publicUrl: string) {
  const secure = publicUrl.startsWith('https:')
  const full = (name: CookieName) => (secure ? `__Host-xueshi-${name}` : `xueshi-${name}`)
  const flags = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
  return (request: FastifyRequest, reply: FastifyReply): Cookies => ({
    read: (name) => request.cookies[full(name)] ?? null,
    set: (name, value, maxAge) => void reply.setCookie(full(name), value, { ...flags, maxAge }),
    clear: (name) => void reply.clearCookie(full(name), flags),
  })
}

/** The code that an error answers with; null for what must stay unexplained. */
function codeOf(error: FastifyError): ErrorCode | null {
  if (error instanceof Busy) return 'BUSY'
  const { code, statusCode = 500 } = error
  // No connection was free in time, or none could be opened in time: nothing was begun.
  const isLate = /timeout exceeded when trying to connect|due to connection timeout/
  if (/^(55P03|40P01|57014)$/.test(code) || isLate.test(error.message)) return 'BUSY'
  if (
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|57P0\d|08\d{3})$/.test(code) ||
    /Connection terminated/.test(error.message)
  )
    return 'UNAVAILABLE'
  if (statusCode === 413) return 'PAYLOAD_TOO_LARGE'
  if (statusCode === 415) return 'UNSUPPORTED_MEDIA'
  if (statusCode === 429) return 'RATE_LIMITED'
  if (statusCode === 503) return 'BUSY'
  return statusCode >= 400 && statusCode < 500 ? 'BAD_REQUEST' : null
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof Refusal) {
    const { code, fields, current, retryAfterSeconds } = error
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
    return sendProblem(reply, request, code, {
      ...(fields && { fields }),
      ...(current !== undefined && { current }),
    })
  }
  const code = codeOf(error)
  if (code === 'BUSY' || code === 'UNAVAILABLE') reply.header('retry-after', 1)
  if (code === null || code === 'UNAVAILABLE') request.log.error({ err: error }, 'a request failed')
  return sendProblem(reply, request, code ?? 'INTERNAL')
}

export function sendProblem(
  reply: FastifyReply,
  request: FastifyRequest,
  code: ErrorCode,
  parts: Partial<Problem> = {},
) {
  const problem: Problem = { code, ...parts, requestId: request.id }
  return reply.code(errorStatus[code]).header('cache-control', 'no-store').send(problem)
}

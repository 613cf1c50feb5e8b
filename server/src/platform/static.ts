import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from './server.ts'

/** What an address says to a browser that runs no script; the page's own script takes its place. */
export type PlainPage = {
  status: number
  title: string
  /** HTML, every text in it escaped. */
  content: string
  retryAfterSeconds?: number
}
/** Null where the address has nothing to say without a script. */
export type PlainPages = (asked: { path: string; address: string }) => Promise<PlainPage | null>

/** The built pages. */
export const pagesFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url))

/** The id that the build wrote into its first page: the pages that run compare theirs with it. */
export async function buildIdOf(folder: string): Promise<string> {
  const page = join(folder, 'index.html')
  if (!existsSync(page)) return 'none'
  return /<meta name="build" content="([^"]+)"/.exec(await readFile(page, 'utf8'))?.[1] ?? 'none'
}

/**
 * Serves the pages: files by their names, and the first page for every address that is a page's,
 * because the browser routes from there. Hashed files are kept for ever, the others are asked for
 * anew each time. Compressed copies that lie beside a file are sent instead of it. What an address says
 * to a browser without scripts is put into the first page.
 */
export async function servePages(
  app: FastifyInstance,
  folder: string,
  plainPages?: PlainPages,
): Promise<void> {
  await app.register(fastifyStatic, {
    serve: false,
    root: folder,
    preCompressed: true,
    cacheControl: false,
    dotfiles: 'deny',
    index: false,
    suppressWarning: true, // the folder may be built later
  })
  app.get('/*', async (request, reply) => {
    const path = request.url.replace(/[?#].*$/s, '')
    if (/^\/api(\/|$)/.test(path)) return sendProblem(reply, request, 'NOT_FOUND')
    if (path.startsWith('/assets/') && extname(path) !== '')
      return reply.header('cache-control', 'public, max-age=31536000, immutable').sendFile(path)
    if (extname(path) !== '' && path !== '/index.html')
      return reply.header('cache-control', 'no-cache').sendFile(path)
    if (!wantsPage(request)) return sendProblem(reply, request, 'NOT_FOUND')
    if (!existsSync(join(folder, 'index.html'))) return notBuilt(reply)
    const plain = await plainPages?.({ path, address: request.ip })
    if (plain) return sendPlain(reply, await readFile(join(folder, 'index.html'), 'utf8'), plain)
    return reply.header('cache-control', 'no-cache').sendFile('/index.html')
  })
}

/** The first page with what this address says. It holds somebody's facts, so nothing in between keeps it. */
function sendPlain(
  reply: FastifyReply,
  page: string,
  { status, title, content, retryAfterSeconds }: PlainPage,
) {
  // As functions: a text may hold the signs by which a replacement names its parts.
  const filled = page
    .replace(/<title>.*?<\/title>/s, () => `<title>${title}</title>`)
    .replace(
      /<div id="root"><\/div>\s*<noscript>.*?<\/noscript>/s,
      () => `<div id="root">${content}</div>`,
    )
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(filled)
}

const wantsPage = ({ headers: { accept = '*/*' } }: FastifyRequest) =>
  /text\/html|\*\/\*/.test(accept)

function notBuilt(reply: FastifyReply) {
  return reply
    .code(503)
    .header('retry-after', 2)
    .header('refresh', '2')
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send('页面正在生成，请稍候，本页会自动刷新。\n')
}

import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ErrorCode } from '@xueshi/contract/errors'
import { FileStore } from '@tus/file-store'
import { ERRORS, type Locker, Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, signedIn } from './actor.ts'
import type { Db } from './database.ts'
import { type FileType, sniff, type StoredFile } from './files.ts'
import { actorBehind, holdDoor, type Serving } from './http.ts'
import { newId } from './ids.ts'
import type { Tasks } from './jobs.ts'
import { start } from './outbox.ts'
import { isShowable } from './pixels.ts'
import type { Platform } from './platform.ts'
import { fail, Refusal } from './refusal.ts'
import { sendProblem } from './server.ts'
import type { SheetType } from './sheet.ts'
import { issueTicket, readTicket } from './tickets.ts'
import { databaseLocker, sweepLocks } from './upload-locks.ts'
import { ScannerAway, scanFile } from './virus-scan.ts'
import { type zipType } from './zip.ts'

/** A file that has come, is in the locker, and is of the type that its content proves. */
export type ReceivedFile = StoredFile & { type: FileType | SheetType | typeof zipType }

/** What a domain says about the files that it issues tickets for; `id` is the place that it opened. */
export type Receiver = {
  /**
   * How long the file must be in bytes, and whether it is here already; what it must hash to, where the
   * browser could say. Refuses with a code otherwise.
   */
  expect: (
    actor: Actor,
    id: string,
  ) => Promise<{ sizeBytes: number; isReceived: boolean; sha256?: Buffer | null }>
  /** The file is here: one transaction that keeps its row (`keepFile`) and what hangs on it. */
  receive: (actor: Actor, id: string, file: ReceivedFile) => Promise<void>
  /** The file is none that we take, by its type, its content or its hash: the place is closed again. */
  refuse: (actor: Actor, id: string) => Promise<void>
  /** How the type is told where others are taken than as evidence, and how a wrong one is refused. */
  sniff?: (path: string) => Promise<ReceivedFile['type'] | null>
  wrongType?: ErrorCode
}
/** By kind of ticket. */
export type Receivers = Readonly<Record<string, Receiver>>

const uploadPath = '/api/uploads'
const ticketHeader = 'x-upload-ticket'
const ticketMilliseconds = 24 * 60 * 60 * 1000

/** Leave to send one file within a day, and where to. The ticket goes in `x-upload-ticket` with every request. */
export function issueUpload(actor: Actor, kind: string, id: string) {
  const { clock, keys } = actor.platform
  const account = signedIn(actor).accountId
  const expires = new Date(clock.now().getTime() + ticketMilliseconds)
  const ticket = issueTicket(keys.ticketKey, { kind: `upload-${kind}`, id, account, expires })
  return { ticket, uploadUrl: uploadPath }
}

/** The row of a received file, in the caller's transaction; resolves to its id. */
export async function keepFile(tx: Db, actor: Actor, file: ReceivedFile): Promise<string> {
  const now = actor.platform.clock.now()
  const id = newId(now)
  const accountId = signedIn(actor).accountId
  await tx
    .insertInto('files')
    .values({ id, accountId, storedAt: now, ...file })
    .execute()
  return id
}

/** Takes files away: the rows now, the bytes by a job once it is certain that the rows are gone. */
export async function dropFiles(tx: Db, actor: Actor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const gone = await tx.deleteFrom('files').where('id', 'in', ids).returning('key').execute()
  start(tx, actor, 'files.delete', { keys: gone.map(({ key }) => key) })
}

const uploadFolder = ({ config }: Platform) => join(config.dataDir, 'uploads')

/** Removes what was begun and not ended before the ticket for it expired. */
export const uploadTasks: Tasks = {
  'uploads.sweep': async (_, { platform }) => {
    await sweepLocks(platform.db)
    const folder = uploadFolder(platform)
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name)
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
      // Files carry the machine's own time, whatever clock the house goes by.
      if (mtimeMs < Date.now() - 2 * ticketMilliseconds) await rm(path, { force: true })
    }
  },
}

/**
 * Serves uploads by the tus protocol 1.0 (creation, HEAD, PATCH) below `/api/uploads`. The upload's
 * id is that of the place that its ticket is for. Bytes go to a folder of their own as they come, which
 * all processes of the house share, and can be resumed at any of them; the last one brings the file to
 * the locker and to its domain in one step.
 */
export function serveUploads(
  serving: Serving,
  platform: Platform,
  receivers: Receivers,
  { maximumBytes, locks }: { maximumBytes: number; locks?: Locker | undefined },
): void {
  const folder = uploadFolder(platform)
  const locker = locks ?? databaseLocker(platform.db)
  const datastore = new FileStore({ directory: folder })
  const tus = new Server({
    path: uploadPath,
    datastore,
    locker,
    maxSize: maximumBytes,
    relativeLocation: true,
    namingFunction: (request) => request.headers.get('x-upload-id') ?? '',
  })

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const { actor, id, receiver } = await holdTicket(serving, request, reply, receivers)
    const named: unknown = Reflect.get(Object(request.params), 'id')
    if (request.method !== 'POST' && named !== id) fail('NOT_FOUND')
    const expected = await receiver.expect(actor, id)
    const { sizeBytes, isReceived } = expected
    if (isReceived) return answerReceived(request, reply, sizeBytes)
    if (request.method === 'POST' && request.headers['upload-length'] !== String(sizeBytes))
      fail(Number(request.headers['upload-length']) > sizeBytes ? 'FILE_TOO_LARGE' : 'BAD_REQUEST')
    const response = await tus.handleWeb(webRequest(request, id))
    // While this request waited for its turn, a twin may have brought the file in.
    const isGone = response.status === 404 || response.status === 410
    if (isGone && (await receiver.expect(actor, id)).isReceived)
      return answerReceived(request, reply, sizeBytes)
    if (response.status >= 400) return answerFault(request, reply, response)
    // Also asked at HEAD: a server that was stopped after the last byte has not brought the file in.
    if (response.headers.get('upload-offset') === String(sizeBytes))
      await alone(id, () => bringIn(actor, id, receiver, expected))
    for (const name of ['location', 'upload-offset', 'upload-length', 'tus-resumable'])
      if (response.headers.has(name)) reply.header(name, response.headers.get(name))
    return reply.code(response.status).header('cache-control', 'no-store').send()
  }

  /** Does it while no other request, at whichever process, touches this upload. */
  const alone = async (id: string, deed: () => Promise<void>) => {
    const lock = locker.newLock(id)
    try {
      await lock.lock(AbortSignal.timeout(30_000), () => undefined)
    } catch (error) {
      if (error === ERRORS.ERR_LOCK_TIMEOUT) fail('BUSY', { retryAfterSeconds: 1 })
      throw error
    }
    try {
      await deed()
    } finally {
      await lock.unlock()
    }
  }

  /**
   * The whole file, looked at and brought to the locker and its domain. Its bytes stay in the folder
   * until that is certain, so that a server that could not finish is asked again.
   */
  const bringIn = async (
    actor: Actor,
    id: string,
    receiver: Receiver,
    { sizeBytes, sha256 }: Awaited<ReturnType<Receiver['expect']>>,
  ) => {
    const upload = await datastore.getUpload(id).catch(() => null)
    // A twin was quicker.
    if (upload?.offset !== sizeBytes) return
    const path = join(folder, id)
    const drop = async () => {
      await rm(path, { force: true })
      await datastore.configstore.delete(id)
    }
    const refuse = async (code: ErrorCode) => {
      await receiver.refuse(actor, id)
      await drop()
      return fail(code)
    }
    const type = receiver.sniff ? await receiver.sniff(path) : (await sniff(path))?.type
    const isImage = type === 'image/jpeg' || type === 'image/png'
    if (!type || (isImage && !(await isShowable(path))))
      return refuse(receiver.wrongType ?? 'FILE_TYPE')
    if (await isInfected(platform, path)) return refuse('FILE_INFECTED')
    const stored = await platform.locker.put(path, sizeBytes)
    if (sha256 && !stored.sha256.equals(sha256)) {
      await platform.locker.remove(stored.key)
      return refuse('FILE_DAMAGED')
    }
    try {
      await receiver.receive(actor, id, { ...stored, type })
    } catch (error) {
      // After any other error the row may stand all the same; a file too many is swept one day.
      if (!(error instanceof Refusal)) throw error
      await platform.locker.remove(stored.key)
      await drop()
      throw error
    }
    await drop()
  }

  void serving.app.register((scope, _options, done) => {
    // Left unread: the bytes go to the disk as they come.
    scope.addContentTypeParser('application/offset+octet-stream', (_request, payload, parsed) =>
      parsed(null, payload),
    )
    scope.post(uploadPath, answer)
    scope.head(`${uploadPath}/:id`, answer)
    scope.patch(`${uploadPath}/:id`, answer)
    done()
  })
}

/** Whether the scanner, where there is one, knows the file. Until it answers, nothing is taken: UNAVAILABLE. */
async function isInfected({ config, log }: Platform, path: string): Promise<boolean> {
  if (!config.scanner) return false
  try {
    const signature = await scanFile(config.scanner, path)
    if (signature !== null) log.warn({ signature }, 'an uploaded file is infected')
    return signature !== null
  } catch (error) {
    if (!(error instanceof ScannerAway)) throw error
    log.error({ err: error }, 'an uploaded file could not be scanned')
    return fail('UNAVAILABLE', { retryAfterSeconds: 10 })
  }
}

/** Whoever is signed in must be whom the ticket was issued to. */
async function holdTicket(
  serving: Serving,
  request: FastifyRequest,
  reply: FastifyReply,
  receivers: Receivers,
) {
  const actor = await actorBehind(serving, request, reply)
  holdDoor(actor, { by: 'signedIn' })
  const { clock, keys } = actor.platform
  const text = String(request.headers[ticketHeader])
  for (const [kind, receiver] of Object.entries(receivers)) {
    const ticket = readTicket(keys.ticketKey, text, `upload-${kind}`, clock.now())
    if (ticket?.account === actor.accountId) return { actor, receiver, id: ticket.id }
  }
  return fail('NOT_FOUND')
}

/** The request as tus reads it. Its id is ours to say, and the method is the request's own. */
function webRequest(request: FastifyRequest, id: string): Request {
  const headers = new Headers({ 'x-upload-id': id })
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && /^(tus-|upload-|content-)/.test(name)) headers.set(name, value)
  const path = request.method === 'POST' ? uploadPath : `${uploadPath}/${id}`
  return new Request(`http://localhost${path}`, {
    method: request.method,
    headers,
    ...(request.method === 'PATCH' && { body: Readable.toWeb(request.raw), duplex: 'half' }),
  })
}

/** The answer to the last PATCH may be lost; asked again, the file is whole. */
function answerReceived(request: FastifyRequest, reply: FastifyReply, sizeBytes: number) {
  if (request.method !== 'HEAD') {
    // What was not taken is read and forgotten: left alone, it would keep the connection for ever.
    request.raw.removeAllListeners('data').resume()
    fail('WRONG_STATE')
  }
  return reply
    .headers({ 'tus-resumable': '1.0.0', 'upload-offset': sizeBytes, 'upload-length': sizeBytes })
    .header('cache-control', 'no-store')
    .send()
}

const codes: Readonly<Record<number, ErrorCode>> = {
  404: 'NOT_FOUND',
  409: 'STALE', // the offset is not where the bytes end; HEAD tells
  410: 'NOT_FOUND',
  413: 'FILE_TOO_LARGE',
}

async function answerFault(request: FastifyRequest, reply: FastifyReply, response: Response) {
  // What was not taken is read and forgotten: left alone, it would keep the connection for ever.
  request.raw.removeAllListeners('data').resume()
  if (response.status >= 500) throw new Error(`an upload failed: ${await response.text()}`)
  return sendProblem(reply, request, codes[response.status] ?? 'BAD_REQUEST')
}

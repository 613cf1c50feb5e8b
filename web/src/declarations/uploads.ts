import {
  addEvidence,
  evidenceLimit,
  readDeclaration,
  removeEvidence,
  resumeEvidence,
  type Declaration,
} from '@xueshi/contract/declarations'
import type { ErrorCode } from '@xueshi/contract/errors'
import { useSyncExternalStore } from 'react'
import * as z from 'zod/mini'
import { call, CallError } from '../call.ts'
import { keyOf, newKey, queryClient } from '../queries.ts'
import { errorText, textOf } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { hashOf } from './file-hash.ts'
import { fileFault, interruptedBy } from './file-rules.ts'
import { Place, transfer, type Transfer } from '../transfer.ts'

/** A file on its way to a record. paused: it goes on by itself when the network is back. */
export interface Upload {
  key: string
  declarationId: string
  /** Its evidence, once a place was opened for it. */
  evidenceId: string | null
  name: string
  sizeBytes: number
  state: 'waiting' | 'uploading' | 'paused' | 'failed'
  /** 0 to 1. */
  progress: number
  /** Why it failed, in words. */
  fault: string | null
  mayRetry: boolean
}

// Uploads outlive the page that began them: they are kept beside the pages, not in one.
let uploads: readonly Upload[] = []
const files = new Map<string, File>()
const hashes = new Map<string, string | null>()
const running = new Map<string, Transfer>()
const listeners = new Set<() => void>()
const atOnce = 3
const pauseSeconds = 15

function update(next: readonly Upload[]): void {
  uploads = next
  for (const listener of listeners) listener()
}
const patch = (key: string, change: Partial<Upload>) =>
  update(uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)))
const find = (key: string) => uploads.find((upload) => upload.key === key)
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** All uploads of this window; filter by `declarationId`. */
export const useUploads = () => useSyncExternalStore(subscribe, () => uploads)

/** Takes files for a record: wrong ones are listed with the reason, the others begin, interrupted ones go on. */
export async function takeFiles(record: Declaration, taken: readonly File[]): Promise<void> {
  for (const file of taken) {
    const mayBe = file.size <= evidenceLimit.bytes && file.size > 0
    const sha256 = mayBe ? await hashOf(file) : null
    const own = uploads.filter((upload) => upload.declarationId === record.id)
    const interrupted = interruptedBy(
      { name: file.name, size: file.size, sha256 },
      record.evidence.filter(({ id }) => !own.some(({ evidenceId }) => evidenceId === id)),
    )
    const begun = own.filter(({ evidenceId, state }) => evidenceId === null && state !== 'failed')
    const fault = interrupted ? null : fileFault(file, record.evidence.length + begun.length)
    const key = newKey()
    files.set(key, file)
    hashes.set(key, sha256)
    update([
      ...uploads,
      {
        key,
        declarationId: record.id,
        evidenceId: interrupted?.id ?? null,
        name: file.name,
        sizeBytes: file.size,
        state: fault ? 'failed' : 'waiting',
        progress: 0,
        fault: fault && errorText(fault),
        mayRetry: false,
      },
    ])
  }
  startWaiting()
}

/** Tries again what failed or was paused, from where it stopped. */
export function retryUpload(key: string): void {
  patch(key, { state: 'waiting', fault: null })
  startWaiting()
}

/** Stops an upload and gives its place back. */
export async function dropUpload(key: string): Promise<void> {
  const upload = find(key)
  running.get(key)?.stop()
  forget(key)
  if (upload?.evidenceId) await freePlace(upload.declarationId, upload.evidenceId)
  startWaiting()
}

function forget(key: string): void {
  running.delete(key)
  files.delete(key)
  hashes.delete(key)
  update(uploads.filter((upload) => upload.key !== key))
}

function startWaiting(): void {
  for (const upload of uploads) {
    const active = uploads.filter(({ state }) => state === 'uploading').length
    if (active >= atOnce) return
    if (upload.state === 'waiting') void send(upload.key)
  }
}

async function send(key: string): Promise<void> {
  const file = files.get(key)
  if (!file) return
  patch(key, { state: 'uploading', fault: null })
  try {
    const place = await placeFor(key, file)
    const upload = find(key)
    const evidenceId = upload?.evidenceId
    // It was dropped while its place was being opened.
    if (!upload || !evidenceId) return
    const started = await transfer(file, place, {
      progress: (progress) => patch(key, { progress }),
      placed: (url) => keepPlace(evidenceId, { ...place, url }),
      done: () => void arrived(key),
      ended: (end) => {
        if (end.kind === 'silence') pause(key)
        else if (end.kind === 'refused') refuse(key, end.code, end.mayRetry)
        else void placeLost(key)
      },
    })
    if (find(key)) running.set(key, started)
    else started.stop()
  } catch (error) {
    if (error instanceof CallError && error.code === 'NO_ANSWER') pause(key)
    else fail(key, textOf(error), false)
  }
}

/** The place kept from before, or a new one. The key is the upload's own, so that a repetition opens none twice. */
async function placeFor(key: string, file: File): Promise<Place> {
  const upload = find(key)
  const kept = upload?.evidenceId ? keptPlace(upload.evidenceId) : null
  if (kept) return kept
  if (!upload) throw new Error('the upload was dropped')
  if (upload.evidenceId) return placeAgain(upload.declarationId, upload.evidenceId)
  const sha256 = hashes.get(key)
  const { id, ticket, uploadUrl } = await call(
    addEvidence,
    {
      params: { id: upload.declarationId },
      body: { name: file.name, sizeBytes: file.size, ...(sha256 && { sha256 }) },
    },
    { key },
  )
  const place: Place = { ticket, uploadUrl, url: null }
  keepPlace(id, place)
  if (find(key)) patch(key, { evidenceId: id })
  else await freePlace(upload.declarationId, id)
  return place
}

/** Interrupted in another window, or another browser: what has arrived is asked for under a new ticket. */
async function placeAgain(declarationId: string, evidenceId: string): Promise<Place> {
  const params = { id: declarationId, evidenceId }
  const { id, ticket, uploadUrl } = await call(resumeEvidence, { params, body: {} })
  const place: Place = { ticket, uploadUrl, url: `${uploadUrl}/${id}` }
  keepPlace(id, place)
  return place
}

async function arrived(key: string): Promise<void> {
  const upload = find(key)
  if (!upload) return
  if (upload.evidenceId) sessionStorage.removeItem(storedAs(upload.evidenceId))
  await refresh(upload.declarationId)
  announce(`${upload.name} 已上传`)
  forget(key)
  startWaiting()
}

function fail(key: string, fault: string, mayRetry: boolean): void {
  running.delete(key)
  patch(key, { state: 'failed', fault, mayRetry })
  startWaiting()
}

function refuse(key: string, code: ErrorCode, mayRetry: boolean): void {
  const upload = find(key)
  fail(key, errorText(code), mayRetry)
  if (upload) void refresh(upload.declarationId)
}

function pause(key: string): void {
  running.delete(key)
  patch(key, { state: 'paused', mayRetry: true })
  // The browser tells when its own network is back, but not when ours is.
  setTimeout(() => find(key)?.state === 'paused' && retryUpload(key), pauseSeconds * 1000)
}

/** The server forgot the place (its ticket ran out, or it was swept): a new one is opened on 重试. */
async function placeLost(key: string): Promise<void> {
  const upload = find(key)
  if (!upload) return
  const { declarationId, evidenceId } = upload
  // The same key would present the place that is lost.
  const renewed = newKey()
  const file = files.get(key)
  if (file) files.set(renewed, file)
  hashes.set(renewed, hashes.get(key) ?? null)
  files.delete(key)
  hashes.delete(key)
  running.delete(key)
  update(
    uploads.map((one) =>
      one.key === key
        ? {
            ...one,
            key: renewed,
            evidenceId: null,
            progress: 0,
            state: 'failed',
            fault: '上传等待过久已中断，请重试。',
            mayRetry: true,
          }
        : one,
    ),
  )
  if (evidenceId) await freePlace(declarationId, evidenceId)
  startWaiting()
}

async function freePlace(declarationId: string, evidenceId: string): Promise<void> {
  sessionStorage.removeItem(storedAs(evidenceId))
  // Gone already is as good; left behind, it shows as interrupted and can be removed there.
  await call(removeEvidence, { params: { id: declarationId, evidenceId } }).catch(() => undefined)
  await refresh(declarationId)
}

const refresh = (id: string) =>
  queryClient.invalidateQueries({ queryKey: [...keyOf(readDeclaration), { params: { id } }] })

const storedAs = (evidenceId: string) => `xueshi.upload.${evidenceId}`

function keepPlace(evidenceId: string, place: Place): void {
  sessionStorage.setItem(storedAs(evidenceId), JSON.stringify(place))
}

function keptPlace(evidenceId: string): Place | null {
  const held = sessionStorage.getItem(storedAs(evidenceId))
  const read = z.safeParse(Place, held ? JSON.parse(held) : null)
  return read.success ? read.data : null
}

window.addEventListener('online', () => {
  for (const { key, state } of uploads) if (state === 'paused') patch(key, { state: 'waiting' })
  startWaiting()
})

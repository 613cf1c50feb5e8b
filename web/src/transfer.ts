import { errorStatus, type ErrorCode } from '@xueshi/contract/errors'
import type { Upload as TusUpload } from 'tus-js-client'
import * as z from 'zod/mini'

/** Where the bytes of one file go: what `addEvidence` answered, and the place that tus made there. */
export const Place = z.object({
  ticket: z.string(),
  uploadUrl: z.string(),
  /** Known as soon as the first request was answered; from then on a transfer resumes. */
  url: z.nullable(z.string()),
})
export type Place = z.infer<typeof Place>

/** silence: no answer, it may be tried again from where it stopped. lost: the place is no more. */
export type TransferEnd =
  | { kind: 'silence' }
  | { kind: 'lost' }
  | { kind: 'refused'; code: ErrorCode; mayRetry: boolean }

export interface TransferHandlers {
  /** 0 to 1. */
  progress: (share: number) => void
  placed: (url: string) => void
  done: () => void
  ended: (end: TransferEnd) => void
}

export interface Transfer {
  /** Stops sending; what has arrived stays. */
  stop: () => void
}

/** Sends the bytes by tus, from where an earlier transfer stopped. The library comes with the first file. */
export async function transfer(file: File, place: Place, on: TransferHandlers): Promise<Transfer> {
  const { Upload } = await import('tus-js-client')
  const upload: TusUpload = new Upload(file, {
    endpoint: place.uploadUrl,
    uploadUrl: place.url,
    headers: { 'x-upload-ticket': place.ticket },
    // The place is kept by us, under the record that it belongs to.
    storeFingerprintForResuming: false,
    retryDelays: [500, 1500, 4000],
    onProgress: (sent, total) => on.progress(total ? sent / total : 0),
    onUploadUrlAvailable: () => upload.url && on.placed(upload.url),
    onSuccess: on.done,
    onError: (error) => on.ended(endOf(error)),
  })
  upload.start()
  return { stop: () => void upload.abort().catch(() => undefined) }
}

const WithCode = z.object({ code: z.string() })
/** Refusals that pass: nothing is wrong with the file. */
const passing: readonly ErrorCode[] = ['SIGNED_OUT', 'RATE_LIMITED', 'BUSY', 'UNAVAILABLE', 'STALE']

function endOf(error: unknown): TransferEnd {
  const response = responseOf(error)
  if (!response || response.status >= 502) return { kind: 'silence' }
  const code = codeIn(response.body)
  if (response.status === 404 || code === null) return { kind: 'lost' }
  return { kind: 'refused', code, mayRetry: response.status >= 500 || passing.includes(code) }
}

function responseOf(error: unknown): { status: number; body: string } | null {
  const response: unknown = Reflect.get(Object(error), 'originalResponse')
  if (typeof response !== 'object' || response === null) return null
  if (!('getStatus' in response) || !('getBody' in response)) return null
  const { getStatus, getBody } = response
  if (typeof getStatus !== 'function' || typeof getBody !== 'function') return null
  return { status: Number(getStatus.call(response)), body: String(getBody.call(response)) }
}

function codeIn(body: string): ErrorCode | null {
  try {
    const read = z.safeParse(WithCode, JSON.parse(body))
    const codes = Object.keys(errorStatus) as ErrorCode[] // the table's own keys
    return codes.find((code) => code === read.data?.code) ?? null
  } catch {
    return null
  }
}

import type { Endpoint, Reply } from '@xueshi/contract/endpoint'
import { useEffect, useState } from 'react'
import { call, CallError, type CallInput } from './call.ts'

/** Where a file may be looked at: by an address that holds for some minutes, and then by another. */
export interface Addressed {
  id: string
  url: string | null
}
/** A fresh address of a file; null where it is gone. */
export type Fresh = (id: string) => Promise<string | null>

/** Fresh addresses from the record that the files are of, read once more. */
export const freshFrom =
  <E extends Endpoint>(
    endpoint: E,
    input: CallInput<E>,
    filesOf: (reply: Reply<E>) => readonly Addressed[],
  ): Fresh =>
  async (id) =>
    filesOf(await call(endpoint, input)).find((file) => file.id === id)?.url ?? null

/** The bytes of a file; undefined while they come. A reading that failed can be tried again. */
export type Bytes = { data: Blob } | { error: unknown } | undefined

/** Fetches a file by its address; when that has run out, by a fresh one. */
export function useFileBytes({ id, url }: Addressed, fresh: Fresh): [Bytes, () => void] {
  const [bytes, setBytes] = useState<Bytes>()
  const [round, setRound] = useState(0)
  useEffect(() => {
    const abort = new AbortController()
    setBytes(undefined)
    fetchFile({ id, url }, fresh, abort.signal).then(
      (data) => setBytes({ data }),
      (error: unknown) => !abort.signal.aborted && setBytes({ error }),
    )
    return () => abort.abort()
    // Each reading of the record brings another address for the same bytes: the id alone counts.
    // eslint-disable-next-line react/exhaustive-deps
  }, [id, round])
  return [bytes, () => setRound(round + 1)]
}

async function fetchFile({ id, url }: Addressed, fresh: Fresh, signal: AbortSignal): Promise<Blob> {
  const first = await fetchBlob(url, signal)
  if (first) return first
  const second = await fetchBlob(await fresh(id), signal)
  if (!second) throw new CallError('NOT_FOUND', 404)
  return second
}

async function fetchBlob(address: string | null, signal: AbortSignal): Promise<Blob | null> {
  if (address === null) return null
  const response = await fetch(address, { credentials: 'same-origin', signal }).catch(
    (error: unknown) => {
      if (signal.aborted) throw error
      throw new CallError('NO_ANSWER', 0)
    },
  )
  if (response.ok) return response.blob()
  if (response.status >= 500) throw new CallError('UNAVAILABLE', response.status)
  return null
}

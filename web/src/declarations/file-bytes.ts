import { readDeclaration, type Evidence } from '@xueshi/contract/declarations'
import { useEffect, useState } from 'react'
import { CallError } from '../call.ts'
import { queryClient, reading } from '../queries.ts'

/** The bytes of a file; undefined while they come. A reading that failed can be tried again. */
export type Bytes = { data: Blob } | { error: unknown } | undefined

/**
 * Fetches a file by its address. Addresses hold for some minutes: when one has run out, the record is
 * read once more for a fresh one.
 */
export function useFileBytes(declarationId: string, file: Evidence): [Bytes, () => void] {
  const [bytes, setBytes] = useState<Bytes>()
  const [round, setRound] = useState(0)
  const { id, viewUrl } = file
  useEffect(() => {
    const abort = new AbortController()
    setBytes(undefined)
    fetchFile(declarationId, id, viewUrl, abort.signal).then(
      (data) => setBytes({ data }),
      (error: unknown) => !abort.signal.aborted && setBytes({ error }),
    )
    return () => abort.abort()
    // Each reading of the record brings another address for the same bytes: the id alone counts.
    // eslint-disable-next-line react/exhaustive-deps
  }, [declarationId, id, round])
  return [bytes, () => setRound(round + 1)]
}

async function fetchFile(
  declarationId: string,
  id: string,
  viewUrl: string | null,
  signal: AbortSignal,
): Promise<Blob> {
  const first = await fetchBlob(viewUrl, signal)
  if (first) return first
  const record = await queryClient.fetchQuery({
    ...reading(readDeclaration, { params: { id: declarationId } }),
    staleTime: 0,
  })
  const fresh = record.evidence.find((file) => file.id === id)
  const second = await fetchBlob(fresh?.viewUrl ?? null, signal)
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

import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Endpoint, Reply } from '@xueshi/contract/endpoint'
import { useRef } from 'react'
import { keyOf, outdate } from './cache.ts'
import { call, type CallError, type CallInput } from './call.ts'
import { isBusy, isSilence, persist } from './persist.ts'
import { seatNow } from './seat.ts'

export { keyOf } from './cache.ts'

type Listener = (error: unknown, act: 'read' | 'move') => void
let heard: Listener = () => undefined

/** Calls the listener with everything that a reading or a move throws; one listener, the page's start. */
export function listenForRefusals(listener: Listener): void {
  heard = listener
}

/** One cache for the page. Only silence and a busy server are tried again: a refusal would be refused again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => heard(error, 'read') }),
  mutationCache: new MutationCache({ onError: (error) => heard(error, 'move') }),
  defaultOptions: {
    // Without a network they end as silence, which the pages can tell; held back, they would look
    // like work that never ends, and be sent when nobody expects it any more.
    queries: {
      staleTime: 10_000,
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => (isSilence(error) || isBusy(error)) && count < 2,
    },
    mutations: { networkMode: 'always' },
  },
})

/** Options of one reading, for `useQuery` and the router's guards alike. Each seat reads for itself. */
export function reading<E extends Endpoint>(endpoint: E, input: CallInput<E>) {
  return queryOptions<Reply<E>, CallError>({
    queryKey: [...keyOf(endpoint), input, seatNow()],
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
  })
}

/** One reading by hand, such as what fits the words typed so far; aborted by the signal. */
export function ask<E extends Endpoint>(endpoint: E, input: CallInput<E>, signal: AbortSignal) {
  return persist(() => call(endpoint, input, { signal }))
}

/** Reads an endpoint: `{data, error, isPending}`. `keep` shows the former page while the next loads. */
export function useRead<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: {
    enabled?: boolean
    keep?: boolean
    /** Reads anew so often; 0: no more. May look at what was read last. */
    refetchSeconds?: number | ((reply: Reply<E> | undefined) => number)
  } = {},
) {
  const { refetchSeconds = 0 } = options
  const pauseOf = (seconds: number) => (seconds > 0 ? seconds * 1000 : false)
  return useQuery<Reply<E>, CallError>({
    ...reading(endpoint, input),
    enabled: options.enabled ?? true,
    refetchInterval:
      typeof refetchSeconds === 'number'
        ? pauseOf(refetchSeconds)
        : ({ state }) => pauseOf(refetchSeconds(state.data)),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

export interface MoveOptions<E extends Endpoint> {
  /** Readings that the move makes out of date. */
  refresh?: readonly Endpoint[]
  /** Reads them anew after a refusal too: a row that somebody else has moved is shown as it is now. */
  evenRefused?: boolean
  done?: (reply: Reply<E>) => void | Promise<void>
}

/**
 * A change: `mutateAsync(input)` answers the reply or throws `CallError`. For an endpoint that repeats
 * by key, one key stands for one intent: it stays while the same input is tried again, and silence
 * (network, timeout, a twin still at work) is retried with it up to three times, so that nothing
 * happens twice.
 */
export function useMove<E extends Endpoint>(endpoint: E, options: MoveOptions<E> = {}) {
  const client = useQueryClient()
  const intent = useRef<{ input: string; key: string } | null>(null)
  return useMutation<Reply<E>, CallError, CallInput<E>>({
    mutationFn: async (input) => {
      if (endpoint.parts.repeat === 'never') return call(endpoint, input)
      if (endpoint.parts.repeat === 'natural') return persist(() => call(endpoint, input))
      const text = JSON.stringify([input, seatNow()])
      if (intent.current?.input !== text) intent.current = { input: text, key: newKey() }
      const { key } = intent.current
      return persist(() => call(endpoint, input, { key }))
    },
    onSuccess: async (reply) => {
      intent.current = null
      await outdate(client, options.refresh)
      await options.done?.(reply)
    },
    onError: async () => {
      if (options.evenRefused) await outdate(client, options.refresh)
    },
  })
}

/** 128 random bits; `crypto.randomUUID` is missing in older browsers and outside https. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

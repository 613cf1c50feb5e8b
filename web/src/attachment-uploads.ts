import { useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { Place, transfer, type Transfer, type TransferEnd } from './transfer.ts'
import { errorText, textOf } from './ui/errors.ts'
import { announce } from './ui/live.tsx'

/** A file on its way to a record. */
export type Going = {
  key: number
  file: File
  /** 0 to 1. */
  share: number
  /** What is wrong with it, in words. */
  fault: string | null
  /** Whether sending it again may help. */
  mayRetry: boolean
  /** Its place at the record, once one was opened. */
  placeId: string | null
}

export interface AttachmentUploads {
  /** Opens a place for one file. */
  place: (file: { name: string; sizeBytes: number }) => Promise<{
    id: string
    ticket: string
    uploadUrl: string
  }>
  /** Gives a place back, or takes a file away. */
  remove: (id: string) => Promise<unknown>
  /** Reads the record anew. */
  arrived: () => Promise<unknown>
  /** What is wrong with a file before a byte of it is sent; null where nothing is. */
  faultOf: (file: File) => string | null
  wrongType: string
}

let lastKey = 0

/**
 * Files under way to one record, each at a place of its own: tried again it goes on from where it
 * stopped, and cancelled it gives the place back. `continuing` names the place that a broken-off one has.
 */
export function useAttachmentUploads(options: AttachmentUploads) {
  const { place, remove, arrived, faultOf, wrongType } = options
  const [going, setGoing] = useState<readonly Going[]>([])
  const running = useRef(new Map<number, Transfer>())
  const latest = useRef({ going, arrived })
  useEffect(() => {
    latest.current = { going, arrived }
  })
  useEffect(() => {
    const transfers = running.current
    return () => {
      transfers.forEach((one) => one.stop())
      // What stays behind is listed as broken off when the page is opened again.
      if (latest.current.going.some(({ placeId }) => placeId !== null))
        void latest.current.arrived()
    }
  }, [])

  const patch = (key: number, change: Partial<Going>) =>
    setGoing((former) => former.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const forget = (key: number) => {
    running.current.delete(key)
    setGoing((former) => former.filter((one) => one.key !== key))
  }
  const dropped = useRef(new Set<number>())

  /** Gives a place back, and reads the record once that is done; left behind, it can be removed there. */
  const free = async (placeId: string) => {
    forgetPlace(placeId)
    await remove(placeId).catch(() => undefined)
    await arrived()
  }
  const ended = (key: number, placeId: string, end: TransferEnd) => {
    running.current.delete(key)
    if (end.kind === 'silence')
      return patch(key, { fault: '网络中断，请重试，会从断开处继续。', mayRetry: true })
    if (end.kind === 'refused' && end.mayRetry)
      return patch(key, { fault: textOf(end), mayRetry: true })
    // The place is no more, or is worth nothing: a file that was refused closes its own.
    patch(key, {
      placeId: null,
      share: 0,
      mayRetry: end.kind === 'lost',
      fault:
        end.kind === 'lost'
          ? '上传等待过久已中断，请重试。'
          : end.code === 'FILE_TYPE'
            ? wrongType
            : errorText(end.code),
    })
    void free(placeId)
  }
  const send = async ({ key, file, placeId }: Pick<Going, 'key' | 'file' | 'placeId'>) => {
    patch(key, { fault: null, mayRetry: false })
    try {
      const kept = placeId === null ? null : keptPlace(placeId)
      // A place that this window has no ticket for is begun anew.
      if (placeId !== null && !kept) await free(placeId)
      const opened = kept ?? (await open(file))
      const { id } = opened
      if (dropped.current.has(key)) return await free(id)
      patch(key, { placeId: id })
      const started = await transfer(file, opened, {
        progress: (share) => patch(key, { share }),
        placed: (url) => keepPlace({ ...opened, url }),
        done: () => {
          forgetPlace(id)
          void arrived().then(() => {
            forget(key)
            announce(`${file.name} 已上传`)
          })
        },
        ended: (end) => ended(key, id, end),
      })
      if (dropped.current.has(key)) started.stop()
      else running.current.set(key, started)
    } catch (error) {
      patch(key, { fault: textOf(error), mayRetry: true })
    }
  }
  const open = async (file: File): Promise<KeptPlace> => {
    const { id, ticket, uploadUrl } = await place({ name: file.name, sizeBytes: file.size })
    const opened = { id, ticket, uploadUrl, url: null }
    keepPlace(opened)
    return opened
  }

  return {
    going,
    take: (files: readonly File[], continuing: string | null = null) => {
      const next = files.map((file) => {
        lastKey += 1
        const fault = faultOf(file)
        return { key: lastKey, file, share: 0, fault, mayRetry: false, placeId: continuing }
      })
      setGoing((former) => [...former, ...next])
      for (const one of next) if (one.fault === null) void send(one)
    },
    retry: (one: Going) => void send(one),
    drop: ({ key, placeId }: Going) => {
      dropped.current.add(key)
      running.current.get(key)?.stop()
      forget(key)
      if (placeId !== null) void free(placeId)
    },
  }
}

const KeptPlace = z.object({ ...Place.shape, id: z.string() })
type KeptPlace = z.infer<typeof KeptPlace>

// For this tab: a reload goes on where it was; a ticket is worth nothing to anybody else.
const storedAs = (id: string) => `xueshi.attachment.${id}`
const keepPlace = (place: KeptPlace) =>
  sessionStorage.setItem(storedAs(place.id), JSON.stringify(place))
const forgetPlace = (id: string) => sessionStorage.removeItem(storedAs(id))

function keptPlace(id: string): KeptPlace | null {
  const held = sessionStorage.getItem(storedAs(id))
  const read = z.safeParse(KeptPlace, held ? JSON.parse(held) : null)
  return read.success ? read.data : null
}

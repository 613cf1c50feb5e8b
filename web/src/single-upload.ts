import { useEffect, useRef, useState } from 'react'
import { transfer, type Transfer } from './transfer.ts'
import { textOf } from './ui/errors.ts'

/** A file under way: its share from 0 to 1, and in words what went wrong. */
export type Going = { file: File; share: number; fault: string | null; isReady: boolean }

type Place = { id?: string; ticket: string; uploadUrl: string }

export interface SingleUpload<P extends Place> {
  /** What is wrong with a file before it is sent; null where nothing is. */
  faultOf: (file: File) => string | null
  /** What a file of another type than its name says is told. */
  wrongType: string
  /** Opens a place for the file. */
  place: (body: { name: string; sizeBytes: number }) => Promise<P>
  /** The file is at its place. */
  arrived: (file: File, place: P) => void | Promise<void>
}

/** Sends one file at a time: another one takes its place, and leaving the page ends it. */
export function useSingleUpload<P extends Place>({
  faultOf,
  wrongType,
  place,
  arrived,
}: SingleUpload<P>) {
  const running = useRef<Transfer>(null)
  const [going, setGoing] = useState<Going | null>(null)
  useEffect(() => () => running.current?.stop(), [])

  const patch = (change: Partial<Going>) =>
    setGoing((former) => (former ? { ...former, ...change } : former))
  const send = async (file: File) => {
    running.current?.stop()
    const fault = faultOf(file)
    setGoing({ file, share: 0, fault, isReady: false })
    if (fault !== null) return
    try {
      const opened = await place({ name: file.name, sizeBytes: file.size })
      running.current = await transfer(
        file,
        { ticket: opened.ticket, uploadUrl: opened.uploadUrl, url: null },
        {
          progress: (share) => patch({ share }),
          placed: () => undefined,
          done: () => {
            patch({ isReady: true })
            void arrived(file, opened)
          },
          ended: (end) => {
            if (end.kind !== 'refused') patch({ fault: '上传没有完成，请重试。' })
            else patch({ fault: end.code === 'FILE_TYPE' ? wrongType : textOf(end) })
          },
        },
      )
    } catch (error) {
      patch({ fault: textOf(error) })
    }
  }
  /** Only where sending it again may help. */
  const retry =
    going && going.fault !== null && faultOf(going.file) === null
      ? () => void send(going.file)
      : undefined
  return { going, send, retry, forget: () => setGoing(null) }
}

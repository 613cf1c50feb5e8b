import { useEffect, useRef, useState } from 'react'
import { transfer, type Transfer, type TransferEnd } from './transfer.ts'
import { Button } from './ui/button.tsx'
import { textOf } from './ui/errors.ts'
import { announce } from './ui/live.tsx'
import { UploadList, UploadRow } from './ui/upload-list.tsx'

/** A file as a record's reply shows it. */
export interface Attachment {
  id: string
  name: string
  sizeBytes: number
  /** Where it may be looked at for a few minutes; null until it is all here. */
  url: string | null
}

export interface AttachmentsProps {
  files: readonly Attachment[]
  /** Opens a place for one file: the endpoint that answers `{ticket, uploadUrl}`. */
  place: (file: { name: string; sizeBytes: number }) => Promise<{
    ticket: string
    uploadUrl: string
  }>
  /** Reads the record anew, once a file has come. */
  arrived: () => Promise<unknown>
  remove: (id: string) => Promise<unknown>
  limit: { files: number; bytes: number }
  /** As the browser's dialog takes them: `.pdf,.jpg,.jpeg,.png`; `typesText` as people read them. */
  accept: string
  typesText: string
}

type Going = { key: number; file: File; share: number; fault: string | null }

let lastKey = 0

/** The files of a record that may still change: several at once, each with its bar, its fault and another try. */
export function Attachments(props: AttachmentsProps) {
  const { files, place, arrived, remove, limit, accept, typesText } = props
  const input = useRef<HTMLInputElement>(null)
  const running = useRef(new Map<number, Transfer>())
  const [going, setGoing] = useState<readonly Going[]>([])
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    const transfers = running.current
    return () => transfers.forEach((one) => one.stop())
  }, [])

  const ready = files.filter(({ url }) => url !== null)
  const megabytes = limit.bytes / 1024 / 1024
  const full = ready.length + going.length >= limit.files
  const drop = (key: number) => {
    running.current.get(key)?.stop()
    running.current.delete(key)
    setGoing((former) => former.filter((one) => one.key !== key))
  }
  const patch = (key: number, change: Partial<Going>) =>
    setGoing((former) => former.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const ended = (key: number, end: TransferEnd) =>
    patch(key, {
      fault:
        end.kind !== 'refused'
          ? '上传没有完成，请重试。'
          : end.code === 'FILE_TYPE'
            ? `请上传 ${typesText} 文件。`
            : textOf(end),
    })
  const send = async ({ key, file }: Pick<Going, 'key' | 'file'>) => {
    try {
      const { ticket, uploadUrl } = await place({ name: file.name, sizeBytes: file.size })
      const started = await transfer(
        file,
        { ticket, uploadUrl, url: null },
        {
          progress: (share) => patch(key, { share }),
          placed: () => undefined,
          done: () =>
            void arrived().then(() => {
              drop(key)
              announce(`${file.name} 已上传`)
            }),
          ended: (end) => ended(key, end),
        },
      )
      running.current.set(key, started)
    } catch (error) {
      patch(key, { fault: textOf(error) })
    }
  }
  const faultOf = (file: File) => {
    const ending = file.name.slice(file.name.lastIndexOf('.')).toLowerCase()
    if (!accept.split(',').includes(ending)) return `请上传 ${typesText} 文件。`
    if (file.size === 0) return '这是一个空文件，请重新选择。'
    return file.size > limit.bytes ? `文件超过 ${megabytes} MB，请压缩后再上传。` : null
  }
  const take = (chosen: readonly File[]) => {
    const room = limit.files - ready.length - going.length
    setFault(chosen.length > room ? `最多上传 ${limit.files} 个文件，多出的没有加入。` : null)
    const next = chosen.slice(0, Math.max(0, room)).map((file) => {
      lastKey += 1
      return { key: lastKey, file, share: 0, fault: faultOf(file) }
    })
    setGoing((former) => [...former, ...next])
    for (const one of next) if (one.fault === null) void send(one)
  }
  const again = (one: Going) => {
    patch(one.key, { fault: null, share: 0 })
    void send(one)
  }
  return (
    <>
      <p>{`支持 ${typesText}，每个不超过 ${megabytes} MB，最多 ${limit.files} 个。`}</p>
      <UploadList>
        {ready.map((file) => (
          <UploadRow
            key={file.id}
            name={file.name}
            detail={`${sizeText(file.sizeBytes)} · 已上传`}
            state="ready"
            actions={<ViewLink file={file} />}
            remove={() => void remove(file.id).catch((error: unknown) => setFault(textOf(error)))}
          />
        ))}
        {going.map((one) => (
          <UploadRow
            key={one.key}
            name={one.file.name}
            detail={one.fault ?? '正在上传'}
            state={one.fault === null ? 'uploading' : 'failed'}
            progress={one.share}
            retry={one.fault !== null && faultOf(one.file) === null ? () => again(one) : undefined}
            remove={() => drop(one.key)}
          />
        ))}
      </UploadList>
      {fault !== null && <p role="alert">{fault}</p>}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label="上传附件"
        onChange={(event) => {
          const chosen = Array.from(event.target.files ?? [])
          event.target.value = ''
          if (chosen.length > 0) take(chosen)
        }}
      />
      <div className="row">
        <Button
          icon="upload"
          unavailable={full && '已达到文件数量上限，请先删除不需要的'}
          onClick={() => input.current?.click()}
        >
          上传附件
        </Button>
      </div>
    </>
  )
}

/** The files of a record, to be looked at. */
export function AttachmentList({ files }: { files: readonly Attachment[] }) {
  const ready = files.filter(({ url }) => url !== null)
  if (ready.length === 0) return <p>没有附件。</p>
  return (
    <UploadList>
      {ready.map((file) => (
        <UploadRow
          key={file.id}
          name={file.name}
          detail={sizeText(file.sizeBytes)}
          state="ready"
          actions={<ViewLink file={file} />}
        />
      ))}
    </UploadList>
  )
}

function ViewLink({ file: { url, name } }: { file: Attachment }) {
  return (
    <a href={url ?? ''} target="_blank" rel="noreferrer" aria-label={`查看附件 ${name}`}>
      查看
    </a>
  )
}

/** Bytes as people read them: `1.2 MB`. */
function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

import type { Paper } from '@xueshi/contract/orgs/papers'
import { useEffect, useRef, useState } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import { textOf } from '../ui/errors.ts'
import { Button } from '../ui/button.tsx'
import { FieldFrame, useField, type FieldProps } from '../ui/field.tsx'
import { announce } from '../ui/live.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'
import { transfer, type Transfer } from '../transfer.ts'
import { faultOf, wrongType } from './scan.ts'

export interface Papers {
  /** What has been sent and not used yet. */
  items: readonly Paper[]
  /** Opens a place for one. */
  place: (body: { name: string; sizeBytes: number }) => Promise<{
    ticket: string
    uploadUrl: string
  }>
  remove: (id: string) => Promise<unknown>
  reload: () => Promise<unknown>
  /** Those that stay with the record that they belong to. */
  kept?: readonly string[]
}

type Going = { file: File; share: number; fault: string | null }

export interface PaperFieldProps extends FieldProps {
  papers: Papers
  /** One alone: the form holds its id. */
  single?: boolean
}

/** Scans sent one by one; the form holds their ids. */
export function PaperField({ papers, single, ...field }: PaperFieldProps) {
  const wiring = useField({ ...field, width: 'full' }, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const input = useRef<HTMLInputElement>(null)
  const running = useRef<Transfer>(null)
  const [going, setGoing] = useState<Going | null>(null)
  useEffect(() => () => running.current?.stop(), [])
  const ids = papers.items.map(({ id }) => id)
  const change = useRef(held.onChange)
  useEffect(() => {
    change.current = held.onChange
  })
  const key = ids.join(' ')
  useEffect(() => {
    const sent = key === '' ? [] : key.split(' ')
    change.current(single ? (sent.at(-1) ?? '') : sent)
  }, [key, single])

  const patch = (part: Partial<Going>) => setGoing((former) => former && { ...former, ...part })
  const send = async (file: File) => {
    running.current?.stop()
    const fault = faultOf(file)
    setGoing({ file, share: 0, fault })
    if (fault !== null) return
    try {
      const { ticket, uploadUrl } = await papers.place({ name: file.name, sizeBytes: file.size })
      running.current = await transfer(
        file,
        { ticket, uploadUrl, url: null },
        {
          progress: (share) => patch({ share }),
          placed: () => undefined,
          done: () => void arrived(file.name),
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
  const arrived = async (name: string) => {
    await papers.reload()
    setGoing(null)
    announce(`${name} 已上传`)
  }
  return (
    <FieldFrame field={{ ...field, width: 'full' }} wiring={wiring} group>
      {(papers.items.length > 0 || going) && (
        <UploadList>
          {papers.items.map(({ id, name, sizeBytes }) => (
            <UploadRow
              key={id}
              name={name}
              detail={`已上传 · ${Math.max(1, Math.round(sizeBytes / 1024))} KB`}
              state="ready"
              remove={papers.kept?.includes(id) ? undefined : () => void papers.remove(id)}
            />
          ))}
          {going && (
            <UploadRow
              name={going.file.name}
              detail={going.fault ?? '正在上传'}
              state={going.fault === null ? 'uploading' : 'failed'}
              progress={going.share}
              retry={
                going.fault !== null && faultOf(going.file) === null
                  ? () => void send(going.file)
                  : undefined
              }
              remove={going.fault === null ? undefined : () => setGoing(null)}
            />
          )}
        </UploadList>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".pdf,.jpg,.jpeg,.png"
        aria-label={`选择${field.label}`}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void send(file)
        }}
      />
      <div className="row">
        <Button
          id={wiring.inputId}
          icon="upload"
          aria-describedby={wiring.describedBy}
          unavailable={single && ids.length > 0 && '只需一份，要更换请先删除'}
          onClick={() => input.current?.click()}
        >
          {`上传${field.label}`}
        </Button>
      </div>
    </FieldFrame>
  )
}

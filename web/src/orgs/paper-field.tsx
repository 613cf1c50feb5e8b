import type { Paper } from '@xueshi/contract/orgs/papers'
import { useEffect, useRef } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import { useSingleUpload } from '../single-upload.ts'
import { FieldFrame, useField, type FieldProps } from '../ui/field.tsx'
import { announce } from '../ui/live.tsx'
import { PickFile } from '../ui/pick-file.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'
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
  const { going, send, retry, forget } = useSingleUpload({
    faultOf,
    wrongType,
    place: papers.place,
    arrived: async ({ name }) => {
      await papers.reload()
      forget()
      announce(`${name} 已上传`)
    },
  })
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
              retry={retry}
              remove={going.fault === null ? undefined : forget}
            />
          )}
        </UploadList>
      )}
      <PickFile
        text={`上传${field.label}`}
        label={`选择${field.label}`}
        accept=".pdf,.jpg,.jpeg,.png"
        take={(file) => void send(file)}
        id={wiring.inputId}
        describedBy={wiring.describedBy}
        unavailable={single && ids.length > 0 && '只需一份，要更换请先删除'}
      />
    </FieldFrame>
  )
}

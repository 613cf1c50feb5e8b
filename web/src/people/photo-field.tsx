import { addPhoto, photoLimit, readPhoto } from '@xueshi/contract/people/photos'
import { useRef, useState } from 'react'
import { call } from '../call.ts'
import { useMove } from '../queries.ts'
import { useSingleUpload } from '../single-upload.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { Row } from '../ui/page.tsx'
import './people.css'

const megabytes = photoLimit.bytes / 1024 / 1024
const wrongType = '请选择 JPG 或 PNG 照片。'

function faultOf({ type, size }: File): string | null {
  if (!/^image\/(jpeg|png)$/.test(type)) return wrongType
  return size > photoLimit.bytes ? `照片不能超过 ${megabytes} MB。` : null
}

/** 照片: sent at once; the server cuts it to a passport photo and writes it anew. `id` null: none. */
export function PhotoField({
  shownUrl,
  change,
}: {
  shownUrl: string | null
  change: (id: string | null) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const [url, setUrl] = useState(shownUrl)
  const [missing, setMissing] = useState<string | null>(null)
  const open = useMove(addPhoto)
  const { going, send, forget } = useSingleUpload({
    faultOf,
    wrongType,
    place: ({ sizeBytes }) => open.mutateAsync({ body: { sizeBytes } }),
    arrived: (_, { id }) => show(id),
  })
  const show = async (id: string) => {
    try {
      const answer = await call(readPhoto, { params: { id } })
      setUrl(answer.url)
      setMissing(null)
      change(id)
      announce('照片已上传')
    } catch (error) {
      setMissing(textOf(error))
    }
  }
  const fault = going?.fault ?? missing
  const isSending = going !== null && going.fault === null && !going.isReady
  return (
    <div className="field">
      <p className="field-label">照片（选填）</p>
      <p className="field-hint">{`近期免冠证件照，JPG 或 PNG，不超过 ${megabytes} MB；系统自动裁成一寸，用于证书。`}</p>
      {url && <img className="photo" src={url} alt="已上传的照片" />}
      <input
        ref={input}
        type="file"
        hidden
        accept="image/jpeg,image/png"
        aria-label="选择照片"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void send(file)
        }}
      />
      <Row>
        <Button icon="upload" busy={isSending} onClick={() => input.current?.click()}>
          {url ? '更换照片' : '上传照片'}
        </Button>
        {url && (
          <Button
            look="quiet"
            onClick={() => {
              setUrl(null)
              forget()
              change(null)
            }}
          >
            删除照片
          </Button>
        )}
      </Row>
      {fault && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

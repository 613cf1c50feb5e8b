import { addPhoto, photoLimit, readPhoto } from '@xueshi/contract/people/photos'
import { useEffect, useRef, useState } from 'react'
import { call } from '../call.ts'
import { transfer, type Transfer } from '../transfer.ts'
import { Button } from '../ui/button.tsx'
import { errorText, textOf } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { Row } from '../ui/page.tsx'
import './people.css'

const megabytes = photoLimit.bytes / 1024 / 1024

/** 照片: sent at once; the server cuts it to a passport photo and writes it anew. `id` null: none. */
export function PhotoField({
  shownUrl,
  change,
}: {
  shownUrl: string | null
  change: (id: string | null) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const running = useRef<Transfer>(null)
  const [url, setUrl] = useState(shownUrl)
  const [state, setState] = useState<'idle' | 'sending'>('idle')
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => () => running.current?.stop(), [])

  const fail = (text: string) => {
    setFault(text)
    setState('idle')
  }
  const send = async (file: File) => {
    setFault(null)
    if (!/^image\/(jpeg|png)$/.test(file.type)) return fail('请选择 JPG 或 PNG 照片。')
    if (file.size > photoLimit.bytes) return fail(`照片不能超过 ${megabytes} MB。`)
    setState('sending')
    try {
      const { id, ...place } = await call(addPhoto, { body: { sizeBytes: file.size } })
      running.current = await transfer(
        file,
        { ...place, url: null },
        {
          progress: () => undefined,
          placed: () => undefined,
          done: () => void show(id),
          ended: (end) =>
            fail(end.kind === 'refused' ? errorText(end.code) : '上传没有完成，请重试。'),
        },
      )
    } catch (error) {
      fail(textOf(error))
    }
  }
  const show = async (id: string) => {
    try {
      const answer = await call(readPhoto, { params: { id } })
      setUrl(answer.url)
      setState('idle')
      change(id)
      announce('照片已上传')
    } catch (error) {
      fail(textOf(error))
    }
  }
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
        <Button icon="upload" busy={state === 'sending'} onClick={() => input.current?.click()}>
          {url ? '更换照片' : '上传照片'}
        </Button>
        {url && (
          <Button
            look="quiet"
            onClick={() => {
              setUrl(null)
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

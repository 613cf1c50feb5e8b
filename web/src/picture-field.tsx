import type { addPhoto, readPhoto } from '@xueshi/contract/people/photos'
import type { addSeal, readSeal } from '@xueshi/contract/certificates/templates'
import { useId, useRef, useState } from 'react'
import { call } from './call.ts'
import { useMove } from './queries.ts'
import { useSingleUpload } from './single-upload.ts'
import { Button } from './ui/button.tsx'
import { textOf } from './ui/errors.ts'
import { announce } from './ui/live.tsx'
import { Row } from './ui/page.tsx'

interface PictureFieldProps {
  /** What it is called: 照片, 印章. */
  name: string
  optional?: boolean
  hint: string
  accept: string
  /** The class of the picture as it is shown. */
  look: string
  /** What is wrong with a file before it is sent; null where nothing is. */
  faultOf: (file: File) => string | null
  wrongType: string
  add: typeof addPhoto | typeof addSeal
  read: typeof readPhoto | typeof readSeal
  shownUrl: string | null
  change: (id: string | null) => void
}

/** A picture that is sent as soon as it is chosen; the server writes it anew, and the form names its id. */
export function PictureField(props: PictureFieldProps) {
  const { name, optional, hint, accept, look, faultOf, wrongType, add, read, change } = props
  const input = useRef<HTMLInputElement>(null)
  const choose = useRef<HTMLButtonElement>(null)
  const id = useId()
  const [url, setUrl] = useState(props.shownUrl)
  const [missing, setMissing] = useState<string | null>(null)
  const open = useMove(add)
  const { going, send, forget } = useSingleUpload({
    faultOf,
    wrongType,
    place: ({ sizeBytes }) => open.mutateAsync({ body: { sizeBytes } }),
    arrived: (_, { id }) => show(id),
  })
  const show = async (id: string) => {
    try {
      const answer = await call(read, { params: { id } })
      setUrl(answer.url)
      setMissing(null)
      change(id)
      announce(`${name}已上传`)
    } catch (error) {
      setMissing(textOf(error))
    }
  }
  const fault = going?.fault ?? missing
  const isSending = going !== null && going.fault === null && !going.isReady
  return (
    <div className="field" role="group" aria-labelledby={`${id}-label`}>
      <p className="field-label" id={`${id}-label`}>
        {optional ? `${name}（选填）` : name}
      </p>
      <p className="field-hint" id={`${id}-hint`}>
        {hint}
      </p>
      {url && <img className={look} src={url} alt={`已上传的${name}`} />}
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={`选择${name}`}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void send(file)
        }}
      />
      <Row>
        <Button
          ref={choose}
          icon="upload"
          busy={isSending}
          aria-describedby={fault ? `${id}-fault` : `${id}-hint`}
          onClick={() => input.current?.click()}
        >
          {url ? `更换${name}` : `上传${name}`}
        </Button>
        {url && (
          <Button
            look="quiet"
            onClick={() => {
              setUrl(null)
              forget()
              change(null)
              announce(`${name}已删除`)
              // The button that was pressed goes with the picture.
              choose.current?.focus()
            }}
          >
            {`删除${name}`}
          </Button>
        )}
      </Row>
      {fault && (
        <p className="field-error" role="alert" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  )
}

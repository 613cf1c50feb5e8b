import { useRef } from 'react'
import { Button } from './button.tsx'

export interface PickFileProps {
  /** What the button says. */
  text: string
  /** What the field of the browser is called. */
  label: string
  /** `.pdf,.png` */
  accept: string
  take: (file: File) => void
  id?: string
  describedBy?: string | undefined
  /** Why no file may be chosen now. */
  unavailable?: string | false
}

/** Lets one file be chosen; the same file can be chosen again. */
export function PickFile({
  text,
  label,
  accept,
  take,
  id,
  describedBy,
  unavailable = false,
}: PickFileProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) take(file)
        }}
      />
      <div className="row">
        <Button
          {...(id && { id })}
          icon="upload"
          aria-describedby={describedBy}
          unavailable={unavailable}
          onClick={() => input.current?.click()}
        >
          {text}
        </Button>
      </div>
    </>
  )
}

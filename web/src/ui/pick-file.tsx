import { useRef } from 'react'
import { Button } from './button.tsx'

export interface PickFileProps {
  /** What the button says. */
  text: string
  /** Of what, where several stand under each other: a part of the button's name, not of its face. */
  of?: string
  look?: 'secondary' | 'quiet'
  /** What the field of the browser is called. */
  label: string
  /** `.pdf,.png`; undefined: whatever there is. */
  accept?: string
  take: (file: File) => void
  id?: string
  describedBy?: string | undefined
  /** Why no file may be chosen now. */
  unavailable?: string | false
}

/** Lets one file be chosen; the same file can be chosen again. */
export function PickFile({
  text,
  of,
  look = 'secondary',
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
          look={look}
          icon="upload"
          aria-describedby={describedBy}
          unavailable={unavailable}
          onClick={() => input.current?.click()}
        >
          {text}
          {of && <span className="unseen"> {of}</span>}
        </Button>
      </div>
    </>
  )
}

import { useEffect, useId, useRef } from 'react'
import { Icon } from './icon.tsx'

export interface SummaryLine {
  text: string
  /** The element that the line leads to; null where the message belongs to no field. */
  inputId: string | null
}

const mark = '错误：'

/** Takes the focus as it appears, leads to each field, and marks the window's title. */
export function ErrorSummary({ lines }: { lines: readonly SummaryLine[] }) {
  const box = useRef<HTMLDivElement>(null)
  const titleId = useId()
  useEffect(() => {
    box.current?.focus()
    document.title = mark + document.title.replace(mark, '')
    return () => {
      document.title = document.title.replace(mark, '')
    }
  }, [])
  return (
    <div ref={box} className="error-summary" role="alert" aria-labelledby={titleId} tabIndex={-1}>
      <h2 id={titleId}>
        <Icon name="error" />
        {lines.some((line) => line.inputId) ? `有 ${lines.length} 处需要修改` : '没有办成'}
      </h2>
      <ul>
        {lines.map(({ text, inputId }) => (
          <li key={`${inputId ?? ''}${text}`}>
            {inputId ? (
              <a
                href={`#${inputId}`}
                onClick={(event) => {
                  event.preventDefault()
                  goTo(inputId)
                }}
              >
                {text}
              </a>
            ) : (
              text
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function goTo(id: string): void {
  const input = document.getElementById(id)
  // A group is not focusable itself: its first control is.
  const target = input?.matches('input, select, textarea, button')
    ? input
    : (input?.querySelector<HTMLElement>('input, select, textarea, button, [tabindex="0"]') ??
      input)
  target?.focus({ preventScroll: true })
  ;(target?.closest('.field') ?? target)?.scrollIntoView({ block: 'center' })
}

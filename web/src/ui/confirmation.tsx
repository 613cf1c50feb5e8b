import { useEffect, useRef, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { useTitle } from './page.tsx'

export interface ConfirmationProps {
  title: string
  /** A number to keep, with its name: 受理编号. */
  number?: { name: string; value: string }
  next: readonly ReactNode[]
  actions?: ReactNode
  children?: ReactNode
}

/** The page after a thing is done: that it is done, its number, what comes next. */
export function Confirmation({ title, number, next, actions, children }: ConfirmationProps) {
  useTitle(title)
  const heading = useRef<HTMLHeadingElement>(null)
  // It often takes the place of the form that was sent, and the focus was on a button there.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [])
  return (
    <div className="page page-form">
      <div className="confirmation">
        <Icon name="checkCircle" large />
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {number && (
          <p className="confirmation-number">
            {number.name}
            <strong>{number.value}</strong>
          </p>
        )}
      </div>
      {children}
      {next.length > 0 && (
        <section className="card">
          <h2>接下来</h2>
          <ol className="next-steps">
            {next.map((step, at) => (
              <li key={at}>{step}</li>
            ))}
          </ol>
        </section>
      )}
      {actions && <div className="row">{actions}</div>}
    </div>
  )
}

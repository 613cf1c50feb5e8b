import type { ReactNode } from 'react'
import { useFormContext, useFormState } from 'react-hook-form'
import { Button, type ButtonProps } from './button.tsx'
import { keepFocus } from './keep-focus.ts'

/** The buttons of a form; on phones they stick to the bottom of the window. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="form-actions">{children}</div>
}

/** Sends the form around it; busy while it is on its way. */
export function SubmitButton({ look = 'primary', busy, children, ...rest }: ButtonProps) {
  const { control } = useFormContext()
  const { isSubmitting } = useFormState({ control })
  return (
    <Button onMouseDown={keepFocus} {...rest} look={look} type="submit" busy={busy ?? isSubmitting}>
      {children}
    </Button>
  )
}

import type { InputHTMLAttributes, ReactNode } from 'react'
import { useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'inputMode' | 'autoComplete' | 'maxLength' | 'readOnly' | 'spellCheck' | 'autoFocus'
>

export interface TextFieldProps extends FieldProps, Native {
  /** Shown inside the frame after the input: a unit, a button. */
  after?: ReactNode
  /** `''` is handed on as null: for fields that may stay empty. */
  emptyIsNull?: boolean
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, required, width, after, emptyIsNull, ...native } = props
  const field = { name, label, hint, required: required ?? false, width: width ?? 'long' }
  const wiring = useField(field, false)
  const { register } = useFormContext()
  const registered = register(
    name,
    emptyIsNull ? { setValueAs: (value: unknown) => (value === '' ? null : value) } : {},
  )
  return (
    <FieldFrame field={field} wiring={wiring}>
      <div className={after ? 'input-row' : 'field-control'}>
        <input
          type="text"
          {...native}
          {...registered}
          id={wiring.inputId}
          className="input"
          aria-required={required || undefined}
          aria-invalid={wiring.error !== null || undefined}
          aria-describedby={wiring.describedBy}
        />
        {after}
      </div>
    </FieldFrame>
  )
}

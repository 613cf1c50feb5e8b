import { parseHours } from '@xueshi/contract/hours'
import { useState, type InputHTMLAttributes, type ReactNode } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'
import { hoursText } from './hours-text.ts'

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

export interface TextAreaProps extends FieldProps {
  rows?: number
  /** Code points; shows how many are left. */
  limit?: number
}

/** Several lines of text, with a count where there is a limit. */
export function TextArea(props: TextAreaProps) {
  const { rows = 4, limit, ...field } = { width: 'full' as const, ...props }
  const wiring = useField(field, false)
  const { register, watch } = useFormContext()
  const value: unknown = watch(field.name)
  const length = typeof value === 'string' ? [...value].length : 0
  const count = limit && (
    <div className={length > limit ? 'field-count field-count-over' : 'field-count'}>
      {length > limit ? `超出 ${length - limit} 字` : `${length}/${limit} 字`}
    </div>
  )
  return (
    <FieldFrame field={field} wiring={wiring} below={count}>
      <textarea
        {...register(field.name)}
        id={wiring.inputId}
        className="input"
        rows={rows}
        aria-required={field.required || undefined}
        aria-invalid={wiring.error !== null || undefined}
        aria-describedby={wiring.describedBy}
      />
    </FieldFrame>
  )
}

/**
 * 学时: the person types hours (`12.5`), the form holds integer tenths (`125`). What is not an amount
 * is held as its fault's code, a string, which no shape of tenths lets pass.
 */
export function HoursField(props: FieldProps) {
  const field = { width: 'short' as const, ...props }
  const wiring = useField(field, false)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const [typed, setTyped] = useState(() => hoursText(held.value))
  const shown = hoursText(held.value)
  // The form was reset to another amount: what was typed no longer stands for it.
  const text = typeof held.value === 'number' && parseHours(typed) !== held.value ? shown : typed
  return (
    <FieldFrame field={field} wiring={wiring}>
      <div className="input-row">
        <input
          ref={held.ref}
          name={held.name}
          id={wiring.inputId}
          className="input input-number"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setTyped(event.target.value)
            held.onChange(parseHours(event.target.value))
          }}
          onBlur={held.onBlur}
          aria-required={field.required || undefined}
          aria-invalid={wiring.error !== null || undefined}
          aria-describedby={wiring.describedBy}
        />
        <span className="input-unit">学时</span>
      </div>
    </FieldFrame>
  )
}

import { parseHours } from '@xueshi/contract/hours'
import { useState } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'
import { hoursText } from './hours-text.ts'

/**
 * 学时: the person types hours (`12.5`), the form holds integer tenths (`125`). What is not an amount
 * is held as its fault's code, a string, which no shape of tenths lets pass.
 */
export function HoursField({
  emptyIsNull,
  ...props
}: FieldProps & {
  /** `''` is handed on as null: for fields that may stay empty. */
  emptyIsNull?: boolean
}) {
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
            const isEmpty = event.target.value.trim() === ''
            held.onChange(isEmpty && emptyIsNull ? null : parseHours(event.target.value))
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

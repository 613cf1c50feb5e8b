import { useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

/** A whole number; the form holds it as a number, and NaN where none could be read. */
export function NumberField({
  unit,
  emptyIsNull,
  ...props
}: FieldProps & {
  unit?: string
  /** `''` is handed on as null: for fields that may stay empty. */
  emptyIsNull?: boolean
}) {
  const field = { width: 'short' as const, ...props }
  const wiring = useField(field, false)
  const { register } = useFormContext()
  return (
    <FieldFrame field={field} wiring={wiring}>
      <div className={unit ? 'input-row' : 'field-control'}>
        <input
          {...register(field.name, {
            setValueAs: (value: unknown) =>
              value === '' || value === null ? (emptyIsNull ? null : Number.NaN) : Number(value),
          })}
          id={wiring.inputId}
          className="input input-number"
          inputMode="numeric"
          autoComplete="off"
          aria-required={field.required || undefined}
          aria-invalid={wiring.error !== null || undefined}
          aria-describedby={wiring.describedBy}
        />
        {unit && <span className="input-unit">{unit}</span>}
      </div>
    </FieldFrame>
  )
}

import { useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

export interface TextAreaProps extends FieldProps {
  rows?: number
  /** Code points; shows how many are left. */
  limit?: number
  /** `''` is handed on as null: for fields that may stay empty. */
  emptyIsNull?: boolean
}

/** Several lines of text, with a count where there is a limit. */
export function TextArea(props: TextAreaProps) {
  const { rows = 4, limit, emptyIsNull, ...field } = { width: 'full' as const, ...props }
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
        {...register(
          field.name,
          emptyIsNull ? { setValueAs: (value: unknown) => (value === '' ? null : value) } : {},
        )}
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

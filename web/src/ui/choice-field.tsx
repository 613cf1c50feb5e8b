import { useFormContext } from 'react-hook-form'
import { FieldError, FieldFrame, useField, type FieldProps } from './field.tsx'

export interface Option<Value extends string = string> {
  value: Value
  text: string
  hint?: string
}

export interface SelectProps extends FieldProps {
  options: readonly Option[]
  /** The empty entry; a field that may stay empty says so here. */
  emptyText?: string
  /** `''` is handed on as null: for fields that may stay empty. */
  emptyIsNull?: boolean
  /** The values are whole numbers, and the form holds them so; NaN while nothing is chosen. */
  numeric?: boolean
}

/** The browser's own select: the best there is on a phone and by keyboard. */
export function Select(props: SelectProps) {
  const { options, emptyText = '请选择', emptyIsNull, numeric, ...field } = props
  const wiring = useField(field, true)
  const { register } = useFormContext()
  return (
    <FieldFrame field={field} wiring={wiring}>
      <select
        {...register(field.name, {
          setValueAs: (value: unknown) => {
            // The form hands its own null through here too.
            if (emptyIsNull && (value === '' || value === null)) return null
            if (!numeric) return value
            return value === '' ? Number.NaN : Number(value)
          },
        })}
        id={wiring.inputId}
        className="input"
        aria-required={field.required || undefined}
        aria-invalid={wiring.error !== null || undefined}
        aria-describedby={wiring.describedBy}
      >
        <option value="">{emptyText}</option>
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

export interface RadioGroupProps extends FieldProps {
  options: readonly Option[]
}

/** A few choices, all in sight. */
export function RadioGroup({ options, ...field }: RadioGroupProps) {
  const wiring = useField(field, true)
  const { register } = useFormContext()
  return (
    <FieldFrame field={field} wiring={wiring} group>
      <div
        id={wiring.inputId}
        className="choices"
        role="radiogroup"
        aria-labelledby={wiring.labelId}
        aria-describedby={wiring.describedBy}
        aria-required={field.required || undefined}
        aria-invalid={wiring.error !== null || undefined}
      >
        {options.map(({ value, text, hint }) => (
          <label key={value} className="choice">
            <input type="radio" value={value} {...register(field.name)} />
            <span>
              {text}
              {hint && <span className="choice-hint">{hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </FieldFrame>
  )
}

/** One thing to agree to or to turn on; its label stands beside it. */
export function CheckBox(field: FieldProps) {
  const wiring = useField(field, 'tick')
  const { register } = useFormContext()
  return (
    <div className={`field${wiring.error ? ' field-wrong' : ''}`} data-field={field.name}>
      <label className="choice" htmlFor={wiring.inputId} id={wiring.labelId}>
        <input
          type="checkbox"
          {...register(field.name)}
          id={wiring.inputId}
          aria-required={field.required || undefined}
          aria-invalid={wiring.error !== null || undefined}
          aria-describedby={wiring.describedBy}
        />
        <span>
          {field.label}
          {field.hint && (
            <span className="choice-hint" id={wiring.hintId}>
              {field.hint}
            </span>
          )}
        </span>
      </label>
      <FieldError id={wiring.errorId} text={wiring.error} />
    </div>
  )
}

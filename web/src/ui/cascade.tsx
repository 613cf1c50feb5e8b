import { useController, useFormContext } from 'react-hook-form'
import type { Option } from './choice-field.tsx'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

export interface CascadeProps extends FieldProps {
  /** What each step is called: `['省', '市', '县（市、区）']`. */
  steps: readonly string[]
  /** The choices below a code; undefined asks for the first step. An empty list ends the cascade. */
  below: (code: string | undefined) => readonly Option[]
  /** The codes from the first step down to this one, itself included. */
  pathOf: (code: string) => readonly string[]
  /** `''` is handed on as null: for fields that may stay empty. */
  emptyIsNull?: boolean
}

/**
 * A place chosen step by step. The form holds the deepest code chosen so far; whether that is deep
 * enough is for the shape or the rules to say.
 */
export function Cascade({ steps, below, pathOf, emptyIsNull, ...rest }: CascadeProps) {
  const field = { width: 'full' as const, ...rest }
  const wiring = useField(field, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const path = typeof held.value === 'string' && held.value ? pathOf(held.value) : []
  const choose = (step: number, code: string) =>
    held.onChange(code || path[step - 1] || (emptyIsNull ? null : ''))
  return (
    <FieldFrame field={field} wiring={wiring} group>
      <div
        id={wiring.inputId}
        className="cascade"
        role="group"
        aria-labelledby={wiring.labelId}
        aria-describedby={wiring.describedBy}
      >
        {steps.map((name, step) => {
          if (step > path.length) return null
          const options = below(step === 0 ? undefined : path[step - 1])
          if (options.length === 0) return null
          return (
            <select
              key={name}
              ref={step === 0 ? held.ref : undefined}
              className="input"
              aria-label={`${field.label}：${name}`}
              aria-invalid={wiring.error !== null || undefined}
              aria-required={field.required || undefined}
              value={path[step] ?? ''}
              onChange={(event) => choose(step, event.target.value)}
              onBlur={held.onBlur}
            >
              <option value="">{`请选择${name}`}</option>
              {options.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )
        })}
      </div>
    </FieldFrame>
  )
}

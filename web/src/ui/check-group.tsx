import { useController, useFormContext } from 'react-hook-form'
import type { Option } from './choice-field.tsx'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

export interface CheckGroupProps extends FieldProps {
  options: readonly Option[]
  /** With so many ticked, no other can be. */
  most?: number
  /** In columns, where there are many. */
  columns?: boolean
}

/** Any of the choices, all in sight; the form holds the list of those that are ticked. */
export function CheckGroup({
  options,
  most = options.length,
  columns = false,
  ...props
}: CheckGroupProps) {
  const field = { width: 'full' as const, ...props }
  const wiring = useField(field, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const chosen: readonly string[] = Array.isArray(held.value) ? held.value : []
  const toggle = (value: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(value)
    else next.delete(value)
    // In the order of the options, so that the same choice is always the same list.
    held.onChange(options.map((option) => option.value).filter((each) => next.has(each)))
  }
  return (
    <FieldFrame field={field} wiring={wiring} group>
      <div
        id={wiring.inputId}
        className={columns ? 'choices choices-columns' : 'choices'}
        role="group"
        aria-labelledby={wiring.labelId}
        aria-describedby={wiring.describedBy}
      >
        {options.map(({ value, text }, at) => (
          <label key={value} className="choice">
            <input
              ref={at === 0 ? held.ref : undefined}
              type="checkbox"
              checked={chosen.includes(value)}
              disabled={chosen.length >= most && !chosen.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
              onBlur={held.onBlur}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </FieldFrame>
  )
}

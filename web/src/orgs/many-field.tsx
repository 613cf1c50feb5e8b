import { useController, useFormContext } from 'react-hook-form'
import type { Option } from '../ui/choice-field.tsx'
import { FieldFrame, useField, type FieldProps } from '../ui/field.tsx'
import './orgs.css'

/** Several of many, each ticked; the form holds their values. */
export function ManyField({
  options,
  most = options.length,
  ...field
}: FieldProps & { options: readonly Option[]; most?: number }) {
  const wide = { ...field, width: 'full' as const }
  const wiring = useField(wide, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const chosen: readonly string[] = Array.isArray(held.value) ? held.value : []
  const toggle = (value: string, on: boolean) =>
    held.onChange(on ? [...chosen, value] : chosen.filter((each) => each !== value))
  return (
    <FieldFrame field={wide} wiring={wiring} group>
      <div
        id={wiring.inputId}
        className="unit-industries"
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

import { useController, useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from '../ui/field.tsx'

const years = 6

/** The years that may still matter, each with a box; the form holds those that are ticked. */
export function YearBoxes({ today, ...field }: FieldProps & { today: string }) {
  const wiring = useField(field, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const ticked: readonly number[] = Array.isArray(held.value) ? held.value : []
  const latest = Number(today.slice(0, 4))
  const shown = [...new Set([...ticked, ...Array.from({ length: years }, (_, at) => latest - at)])]
  return (
    <FieldFrame field={field} wiring={wiring} group>
      <div
        id={wiring.inputId}
        className="choices"
        role="group"
        aria-labelledby={wiring.labelId}
        aria-describedby={wiring.describedBy}
      >
        {shown
          .sort((one, other) => other - one)
          .map((year, at) => (
            <label key={year} className="choice">
              <input
                type="checkbox"
                ref={at === 0 ? held.ref : undefined}
                checked={ticked.includes(year)}
                onBlur={held.onBlur}
                onChange={(event) =>
                  held.onChange(
                    event.target.checked
                      ? [...ticked, year]
                      : ticked.filter((each) => each !== year),
                  )
                }
              />
              <span>{`${year} 年度`}</span>
            </label>
          ))}
      </div>
    </FieldFrame>
  )
}

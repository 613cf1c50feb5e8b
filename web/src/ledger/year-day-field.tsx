import type { YearDay } from '@xueshi/contract/ledger'
import { useController, useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from '../ui/field.tsx'
import { afterText } from './rule-text.ts'

const two = (number: number) => String(number).padStart(2, '0')
const numbersTo = (most: number) => Array.from({ length: most }, (_, at) => two(at + 1))
const [months, dates] = [numbersTo(12), numbersTo(31)]

/** A day told from a learning year: which year, month and day; `none` says what an absent one means. */
export function YearDayField({ none, ...rest }: FieldProps & { none?: string }) {
  const field = { width: 'medium' as const, ...rest }
  const wiring = useField(field, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const value = held.value as YearDay | null // what the form's shape says stands here
  const [month = '12', date = '31'] = value?.day.split('-') ?? []
  const change = (after: string, day: string) =>
    held.onChange(after === '' ? null : { after: Number(after), day })
  return (
    <FieldFrame field={field} wiring={wiring} group>
      <div
        className="input-row"
        role="group"
        aria-labelledby={wiring.labelId}
        aria-describedby={wiring.describedBy}
      >
        <select
          ref={held.ref}
          id={wiring.inputId}
          className="input"
          aria-label={`${field.label}：年份`}
          aria-invalid={wiring.error !== null || undefined}
          value={value?.after ?? ''}
          onBlur={held.onBlur}
          onChange={(event) => change(event.target.value, value?.day ?? '12-31')}
        >
          {none !== undefined && <option value="">{none}</option>}
          {afterText.map((text, after) => (
            <option key={text} value={after}>
              {text}
            </option>
          ))}
        </select>
        {value !== null && (
          <>
            <DayPart
              label={`${field.label}：月`}
              unit="月"
              numbers={months}
              value={month}
              change={(next) => change(String(value.after), `${next}-${date}`)}
            />
            <DayPart
              label={`${field.label}：日`}
              unit="日"
              numbers={dates}
              value={date}
              change={(next) => change(String(value.after), `${month}-${next}`)}
            />
          </>
        )}
      </div>
    </FieldFrame>
  )
}

interface DayPartProps {
  label: string
  unit: string
  numbers: readonly string[]
  value: string
  change: (next: string) => void
}

function DayPart({ label, unit, numbers, value, change }: DayPartProps) {
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => change(event.target.value)}
    >
      {numbers.map((number) => (
        <option key={number} value={number}>{`${Number(number)} ${unit}`}</option>
      ))}
    </select>
  )
}

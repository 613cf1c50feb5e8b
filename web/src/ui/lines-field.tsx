import { useCallback } from 'react'
import { useController, useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

/** A list of short texts, one a line; the form holds them as a list. */
export function LinesField({ rows = 3, ...rest }: FieldProps & { rows?: number }) {
  const field = { width: 'full' as const, ...rest }
  const { label } = field
  const within = useCallback(
    (path: string) => ({ label: `${label}第 ${Number(path) + 1} 行`, choose: false }),
    [label],
  )
  const wiring = useField(field, false, within)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  const lines: readonly string[] = Array.isArray(held.value) ? held.value : []
  return (
    <FieldFrame field={field} wiring={wiring}>
      <textarea
        ref={held.ref}
        name={held.name}
        id={wiring.inputId}
        className="input"
        rows={rows}
        defaultValue={lines.join('\n')}
        onChange={(event) => held.onChange(linesOf(event.target.value))}
        onBlur={held.onBlur}
        aria-required={field.required || undefined}
        aria-invalid={wiring.error !== null || undefined}
        aria-describedby={wiring.describedBy}
      />
    </FieldFrame>
  )
}

const linesOf = (typed: string) =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

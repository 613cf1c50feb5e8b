import { useCallback } from 'react'
import { get, useController, useFormContext, useFormState } from 'react-hook-form'
import { issueText } from './errors.ts'
import { faultsWithin } from './faults-within.ts'
import { FieldFrame, useField, type FieldProps, type FieldWiring } from './field.tsx'
import { useEnlist } from './form-context.ts'

/** A list of short texts, one a line; the form holds them as a list. */
export function LinesField({ rows = 3, ...rest }: FieldProps & { rows?: number }) {
  const field = { width: 'full' as const, ...rest }
  const { label } = field
  const within = useCallback(
    (path: string) => ({ label: `${label}第 ${Number(path) + 1} 行`, choose: false }),
    [label],
  )
  const plain = useField(field, false)
  const { control } = useFormContext()
  const { errors } = useFormState({ control, name: field.name })
  // What is wrong with one of the lines is told here too, and the summary leads here.
  const [[path, code] = []] = Object.entries(faultsWithin(get(errors, field.name)))
  const inner = path ? issueText(code ?? '', within(path)) : null
  const wiring = inner === null ? plain : withError(plain, inner)
  useEnlist(field.name, { label, choose: false, inputId: plain.inputId, within })
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

const withError = (wiring: FieldWiring, error: string): FieldWiring => ({
  ...wiring,
  error,
  describedBy: [wiring.describedBy, wiring.errorId].filter(Boolean).join(' '),
})

const linesOf = (typed: string) =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

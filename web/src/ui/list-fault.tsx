import { useId } from 'react'
import { get, useFormContext, useFormState } from 'react-hook-form'
import { recordOf } from '../record.ts'
import { type FieldName, issueText } from './errors.ts'
import { faultsWithin } from './faults-within.ts'
import { FieldError } from './field.tsx'
import { useEnlist } from './form-context.ts'

/** What is wrong with a list as a whole, above its lines: it has no input, so the summary leads here. */
export function ListFault({ name, label }: { name: string; label: string }) {
  const id = useId()
  const { control } = useFormContext()
  const { errors } = useFormState({ control, name })
  const entry = { label, choose: false, inputId: `${id}i` }
  useEnlist(name, entry)
  const wrong = recordOf(get(errors, name))
  // The form's library puts it beside the lines once one of them was added or removed.
  const code = wrong['message'] ?? recordOf(wrong['root'])['message']
  return (
    <div id={entry.inputId} tabIndex={-1} hidden={typeof code !== 'string'}>
      <FieldError id={`${id}e`} text={typeof code === 'string' ? issueText(code, entry) : null} />
    </div>
  )
}

/**
 * All that is wrong with a line whose fields stand in a form of their own, such as a drawer: it is told
 * at the line, and the summary leads there. `fieldAt` says what stands at a path within the line.
 */
export function LineFaults({
  name,
  fieldAt,
}: {
  name: string
  fieldAt: (path: string) => FieldName
}) {
  const id = useId()
  const { control } = useFormContext()
  const { errors } = useFormState({ control, name })
  const inputId = `${id}i`
  useEnlist(name, { ...fieldAt(''), inputId, within: fieldAt })
  const faults = Object.entries(faultsWithin(get(errors, name)))
  return (
    <div id={inputId} tabIndex={-1} hidden={faults.length === 0}>
      {faults.map(([path, code]) => (
        <FieldError key={path} id={`${id}${path}`} text={issueText(code, fieldAt(path))} />
      ))}
    </div>
  )
}

import { useId } from 'react'
import { get, useFormContext, useFormState } from 'react-hook-form'
import { recordOf } from '../record.ts'
import { issueText } from './errors.ts'
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

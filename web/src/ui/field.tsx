import { useId, type ReactNode } from 'react'
import { get, useFormContext, useFormState } from 'react-hook-form'
import { issueText } from './errors.ts'
import { useEnlist } from './form-context.ts'
import { Icon } from './icon.tsx'

export interface FieldProps {
  /** From `form.at('…')`. */
  name: string
  label: string
  /** What helps to fill it in, between label and input. */
  hint?: ReactNode
  required?: boolean
  /** Width by content: 'short' a code, 'medium' a phone, 'long' a name (default), 'full' a text. */
  width?: 'short' | 'medium' | 'long' | 'full'
}

export interface FieldWiring {
  inputId: string
  labelId: string
  /** The text that stands at the field, null while it is right. */
  error: string | null
  /** For `aria-describedby`. */
  describedBy: string | undefined
  hintId: string
  errorId: string
}

/** Ids, the message and the place in the summary of one field. */
export function useField(props: FieldProps, choose: boolean | 'tick'): FieldWiring {
  const id = useId()
  const { control } = useFormContext()
  const { errors } = useFormState({ control, name: props.name })
  const code: unknown = get(errors, `${props.name}.message`)
  const error = typeof code === 'string' ? issueText(code, { label: props.label, choose }) : null
  const [inputId, labelId, hintId, errorId] = [`${id}i`, `${id}l`, `${id}h`, `${id}e`]
  useEnlist(props.name, { label: props.label, choose, inputId })
  const described = [props.hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' ')
  return { inputId, labelId, error, describedBy: described || undefined, hintId, errorId }
}

/** Label, hint, input, message, in this order. `group`: the label names several inputs. */
export function FieldFrame({
  field,
  wiring,
  group,
  children,
  below,
}: {
  field: FieldProps
  wiring: FieldWiring
  group?: boolean
  children: ReactNode
  below?: ReactNode
}) {
  const { error, hintId, errorId, inputId, labelId } = wiring
  // The id stands at the words alone: whoever is named by an element that is hidden itself, as all are
  // beside an open list, is named by its hidden parts too, and the star is one of them.
  const words = (
    <>
      <span id={labelId}>{field.label}</span>
      {field.required && (
        <span className="field-required" aria-hidden="true">
          *
        </span>
      )}
    </>
  )
  const label = group ? (
    <span className="field-label">{words}</span>
  ) : (
    <label className="field-label" htmlFor={inputId}>
      {words}
    </label>
  )
  return (
    <div
      className={`field field-${field.width ?? 'long'}${error ? ' field-wrong' : ''}`}
      data-field={field.name}
    >
      {label}
      {field.hint && (
        <div className="field-hint" id={hintId}>
          {field.hint}
        </div>
      )}
      {children}
      {(error || below) && (
        <div className="field-foot">
          <FieldError id={errorId} text={error} />
          {below}
        </div>
      )}
    </div>
  )
}

/** The message at a field. */
export function FieldError({ id, text }: { id: string; text: string | null }) {
  if (!text) return null
  return (
    <div className="field-error" id={id}>
      <Icon name="error" />
      <span>{text}</span>
    </div>
  )
}

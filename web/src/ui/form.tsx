import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import {
  FormProvider,
  useForm,
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldValues,
  type Resolver,
  type UseFormReturn,
} from 'react-hook-form'
import * as z from 'zod/mini'
import { CallError } from '../call.ts'
import { recordOf } from '../record.ts'
import { ErrorSummary, type SummaryLine } from './error-summary.tsx'
import { errorText, issueCode, issueText, textOf } from './errors.ts'
import { FormContext, type FieldEntry, type FormWiring } from './form-context.ts'

/** A form: `Typed` is what its fields hold, `Read` what the shape makes of it, in the same types. */
export type FormOf<Typed extends FieldValues, Read = Typed> = UseFormReturn<
  Typed,
  unknown,
  Read
> & {
  /** Names a field, checked against the shape: `<TextField {...form.at('name')} label="姓名" />`. */
  at: (name: FieldPath<Typed>) => { name: string }
}

/** Rules over the form: field path → issue code, as the contract's `…Issues` functions give them. */
export type FormRules<Read> = (values: Read) => Readonly<Record<string, string>>

export interface FormOptions<Values extends FieldValues> {
  start: DefaultValues<Values>
  /** Asked once the shape is right. */
  rules?: FormRules<Values>
  /** Asked of whatever is right so far, so that all that is wrong is named at once. */
  partRules?: FormRules<Partial<Values>>
}

/**
 * A form over a shape of the contract. Fields are checked as they are left, then as they change, by
 * the shape and then by `rules`; messages are our own texts for the issue codes.
 */
export function useFormOf<Values extends FieldValues>(
  shape: z.ZodMiniType<Values>,
  options: NoInfer<FormOptions<Values>>,
): FormOf<Values> {
  const { start, rules, partRules } = options
  const broken = useRef<readonly (readonly [string, string])[]>([])
  const resolver: Resolver<Values, unknown, Values> = (values) => {
    const read = z.safeParse(shape, values, { reportInput: true })
    const wrong = read.success ? [] : read.error.issues
    const part = read.success ? read.data : without(values, wrong)
    broken.current = Object.entries({
      ...partRules?.(part),
      ...(read.success && rules?.(read.data)),
    })
    const issues = [
      ...wrong.map((issue) => [issue.path.join('.'), issueCode(issue)] as const),
      ...broken.current,
    ]
    if (read.success && issues.length === 0) return { values: read.data, errors: {} }
    return { values: {}, errors: nested(issues) as FieldErrors<Values> } // paths are the shape's own
  }
  const form = useForm<Values, unknown, Values>({
    resolver,
    defaultValues: start,
    mode: 'onTouched',
    // The summary takes the focus instead of the first field.
    shouldFocusError: false,
  })
  useEffect(
    () =>
      // A rule between fields is kept or broken by either: its message goes when the other is mended.
      // It is told of each change and returns nothing that could be memoized.
      // eslint-disable-next-line react/incompatible-library
      form.watch((_values, { name: changed }) => {
        for (const [name, code] of broken.current) {
          const path = name as FieldPath<Values> // a path of the shape, as rules give them
          if (name !== changed && form.getFieldState(path).error?.type === code)
            void form.trigger(path)
        }
      }).unsubscribe,
    [form],
  )
  return Object.assign(form, { at: (name: FieldPath<Values>) => ({ name }) })
}

/** What is left of the values without the fields in which something is wrong. */
function without<Values extends FieldValues>(
  values: Values,
  wrong: readonly { path: readonly PropertyKey[] }[],
): Partial<Values> {
  const left: Partial<Values> = { ...values }
  for (const { path } of wrong) delete left[String(path[0])]
  return left
}

/** `a.0.b` → code becomes `{a: [{b: {type, message}}]}`; the first issue of a path stands. */
function nested(issues: readonly (readonly [string, string])[]): object {
  const errors: Record<string, unknown> = {}
  for (const [path, code] of issues) {
    const keys = path === '' ? ['root'] : path.split('.')
    const last = keys.pop() ?? 'root'
    let place = errors
    for (const key of keys) {
      place[key] ??= {}
      place = place[key] as Record<string, unknown> // made by the line above
    }
    place[last] ??= { type: code, message: code }
  }
  return errors
}

export interface FormProps<Typed extends FieldValues, Read> {
  form: FormOf<Typed, Read>
  /** Called with what the shape read; a thrown `CallError` goes to its fields and to the summary. */
  submit: (values: Read) => Promise<unknown>
  /** True: the page has dealt with the refusal itself. */
  refused?: (error: CallError) => boolean
  /** Server paths that differ from the form's: `body.name` stands for `name` by itself. */
  label?: string
  children: ReactNode
}

/** A form with an error summary above its fields; its submit button is busy while it is sent. */
export function Form<Typed extends FieldValues, Read>({
  form,
  submit,
  refused,
  label,
  children,
}: FormProps<Typed, Read>) {
  const element = useRef<HTMLFormElement>(null)
  const entries = useRef(new Map<string, FieldEntry>())
  const [summary, setSummary] = useState<{ lines: SummaryLine[]; round: number } | null>(null)
  const wiring = useMemo<FormWiring>(
    () => ({
      enlist: (name, entry) => {
        entries.current.set(name, entry)
        return () => entries.current.delete(name)
      },
    }),
    [],
  )
  const show = (lines: SummaryLine[]) =>
    setSummary((former) => ({ lines, round: (former?.round ?? 0) + 1 }))

  const lineOf = (path: string, code: string): SummaryLine => {
    const entry = entries.current.get(path)
    return {
      text: issueText(code, entry ?? { label: '此项', choose: false }),
      inputId: entry?.inputId ?? null,
    }
  }
  const sorted = (lines: SummaryLine[]) =>
    lines.sort((one, other) => position(element.current, one) - position(element.current, other))

  const refuse = (error: unknown) => {
    if (!(error instanceof CallError)) {
      show([{ text: textOf(error), inputId: null }])
      throw error
    }
    if (refused?.(error)) return
    const fields = Object.entries(error.fields).map(
      ([path, code]) => [path.replace(/^(body|form)\./, ''), code] as const,
    )
    for (const [path, code] of fields)
      form.setError(path as FieldPath<Typed>, { type: code, message: code }) // RHF takes any path
    const lines = sorted(fields.map(([path, code]) => lineOf(path, code)))
    const number = error.requestId && error.status >= 500 ? `（编号 ${error.requestId}）` : ''
    show(lines.length ? lines : [{ text: errorText(error.code) + number, inputId: null }])
  }
  const onSubmit = form.handleSubmit(
    async (values) => {
      setSummary(null)
      await submit(values).catch(refuse)
    },
    (errors) => show(sorted(flat(errors).map(([path, code]) => lineOf(path, code)))),
  )

  return (
    <FormContext value={wiring}>
      <FormProvider {...form}>
        <form
          ref={element}
          className="form"
          noValidate
          aria-label={label}
          onSubmit={(event) => void onSubmit(event)}
        >
          {summary && <ErrorSummary key={summary.round} lines={summary.lines} />}
          {children}
        </form>
      </FormProvider>
    </FormContext>
  )
}

function position(form: HTMLElement | null, line: SummaryLine): number {
  if (!form || line.inputId === null) return Number.MAX_SAFE_INTEGER
  const order = Array.from(form.querySelectorAll('[id]'), (element) => element.id)
  return order.indexOf(line.inputId)
}

/** Errors as a flat list of path and code. */
function flat(errors: unknown, above = ''): [string, string][] {
  return Object.entries(recordOf(errors)).flatMap(([key, value]): [string, string][] => {
    const path = above ? `${above}.${key}` : key
    // Elements and their like stand beside the message of a wrong field.
    const { message } = recordOf(value)
    return typeof message === 'string' ? [[path, message]] : flat(value, path)
  })
}

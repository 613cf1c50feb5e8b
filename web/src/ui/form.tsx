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
import type * as z from 'zod/mini'
import { CallError } from '../call.ts'
import { ErrorSummary, type SummaryLine } from './error-summary.tsx'
import { errorText, issueText, textOf } from './errors.ts'
import { FormContext, type FieldEntry, type FormWiring } from './form-context.ts'
import { judge, nested, type Faults, type FormRules, type Judgement } from './judge.ts'

/** A form: `Typed` is what its fields hold, `Read` what the shape makes of it, in the same types. */
export type FormOf<Typed extends FieldValues, Read = Typed> = UseFormReturn<
  Typed,
  unknown,
  Read
> & {
  /** Names a field, checked against the shape: `<TextField {...form.at('name')} label="姓名" />`. */
  at: (name: FieldPath<Typed>) => { name: string }
  /** All that was wrong when it was last judged. */
  faults: () => Faults
}

export interface FormOptions<Values extends FieldValues> {
  start: DefaultValues<Values>
  rules?: FormRules<Values>
}

/**
 * A form over a shape of the contract. Fields are checked as they are left, then as they change, by
 * the shape, and by `rules` as far as the shape is right; messages are our own texts for the issue codes.
 */
export function useFormOf<Values extends FieldValues>(
  shape: z.ZodMiniType<Values>,
  options: NoInfer<FormOptions<Values>>,
): FormOf<Values> {
  const { start, rules } = options
  const last = useRef<Judgement<Values>>({ faults: {}, broken: {} })
  const resolver: Resolver<Values, unknown, Values> = (values) => {
    last.current = judge(shape, values, rules)
    const { read, faults } = last.current
    if (read && Object.keys(faults).length === 0) return { values: read, errors: {} }
    return { values: {}, errors: nested(faults) as FieldErrors<Values> } // paths are the shape's own
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
        for (const [name, code] of Object.entries(last.current.broken)) {
          const path = name as FieldPath<Values> // a path of the shape, as rules give them
          const { error } = form.getFieldState(path)
          // That of a list may stand beside those of its lines.
          if (name !== changed && (error?.root ?? error)?.type === code) void form.trigger(path)
        }
      }).unsubscribe,
    [form],
  )
  return Object.assign(form, {
    at: (name: FieldPath<Values>) => ({ name }),
    faults: () => last.current.faults,
  })
}

/** The field at a path, or the one that stands for all that is within it. */
function entryAt(entries: ReadonlyMap<string, FieldEntry>, path: string): FieldEntry | undefined {
  const own = entries.get(path)
  if (own) return own
  for (const [name, entry] of entries)
    if (entry.within && path.startsWith(`${name}.`))
      return { ...entry, ...entry.within(path.slice(name.length + 1)) }
  return undefined
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

  /** In the order of the page. */
  const linesOf = (faults: Faults): SummaryLine[] => {
    const ids = Array.from(element.current?.querySelectorAll('[id]') ?? [], ({ id }) => id)
    const placeOf = ({ inputId }: SummaryLine) =>
      inputId === null ? ids.length : ids.indexOf(inputId)
    return Object.entries(faults)
      .map(([path, code]) => {
        const entry = entryAt(entries.current, path)
        const text = issueText(code, entry ?? { label: '此项', choose: false })
        const line = entry?.line === undefined ? '' : `${entry.line}：`
        return { text: line + text, inputId: entry?.inputId ?? null }
      })
      .sort((one, other) => placeOf(one) - placeOf(other))
  }

  const refuse = (error: unknown) => {
    if (!(error instanceof CallError)) {
      show([{ text: textOf(error), inputId: null }])
      throw error
    }
    if (refused?.(error)) return
    const faults: Record<string, string> = {}
    for (const [path, code] of Object.entries(error.fields)) {
      const name = path.replace(/^(body|form)\./, '')
      faults[name] = code
      form.setError(name as FieldPath<Typed>, { type: code, message: code }) // RHF takes any path
    }
    const lines = linesOf(faults)
    const number = error.requestId && error.status >= 500 ? `（编号 ${error.requestId}）` : ''
    show(lines.length ? lines : [{ text: errorText(error.code) + number, inputId: null }])
  }
  const onSubmit = form.handleSubmit(
    async (values) => {
      setSummary(null)
      await submit(values).catch(refuse)
    },
    () => show(linesOf(form.faults())),
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

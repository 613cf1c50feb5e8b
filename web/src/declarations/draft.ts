import {
  DeclarationForm as Shape,
  declarationIssues,
  editDeclaration,
  listDeclarations,
  readDeclaration,
  type Declaration,
  type DeclarationForm,
} from '@xueshi/contract/declarations'
import { useEffect, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { CallError } from '../call.ts'
import { isBusy, isSilence } from '../persist.ts'
import { queryClient, reading, useMove } from '../queries.ts'
import type { Kept } from './kept.ts'
import { formOf, sameForm } from './record.ts'

/** How long nothing is typed before what was typed is saved, and how long before silence is tried again. */
const pauseMilliseconds = 1_200
const againMilliseconds = 10_000

/**
 * Where what stands in the fields is. unfinished: something is wrong or wanting still. silent: the
 * server cannot be reached. refused: it said no, for a reason that 保存 will show. overtaken: the
 * record was changed elsewhere.
 */
export type Standing = 'saved' | 'saving' | 'unfinished' | 'silent' | 'refused' | 'overtaken'

/** The record that the fields were filled from; its form is unknown where only its version was kept. */
type Base = { version: number; form: DeclarationForm | null }
const baseOf = (record: Declaration): Base => ({ version: record.version, form: formOf(record) })

/** What the endpoint's errors carry when the record is another than the page has. */
export function currentOf(error: unknown): Declaration | null {
  const moved = error instanceof CallError && ['STALE', 'WRONG_STATE'].includes(error.code)
  const current = z.safeParse(Current, moved ? error.current : null)
  return moved && current.success ? (error.current as Declaration) : null // see above
}
const Current = z.object({ id: z.string(), version: z.int() })

export interface Draft {
  standing: Standing
  base: Base | null
  /** Saves now, after what is under way. Throws what the server refuses. */
  save: (typed: DeclarationForm) => Promise<Declaration>
  /** What the fields are now filled from. */
  adopt: (record: Declaration) => void
}

/**
 * A draft that is saved as its person types: a moment after the last key, whenever every field is
 * right. One save at a time, each over the version that it saw; a file that arrived meanwhile has
 * counted the version up and is no conflict. A new record is saved by 保存 alone.
 */
export function useDraft({
  record,
  kept,
  values,
  today,
  overtaken,
}: {
  record: Declaration | null
  kept: Kept | null
  values: Readonly<Record<string, unknown>>
  today: string
  /** Told of the record as somebody else has left it; null: it was not. */
  overtaken: { by: Declaration | null; set: (by: Declaration) => void }
}): Draft {
  const edit = useMove(editDeclaration, { refresh: [listDeclarations] })
  const base = useRef<Base | null>(
    kept?.version ? { version: kept.version, form: kept.over } : record && baseOf(record),
  )
  if (record && isBehind(base.current, record)) base.current = baseOf(record)

  const line = useRef<Promise<unknown>>(Promise.resolve())
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<{ of: string; kind: 'silent' | 'refused' } | null>(null)

  const typed = z.safeParse(Shape, values)
  const whole = typed.success && Object.keys(declarationIssues(typed.data, today)).length === 0
  const text = JSON.stringify(typed.success ? typed.data : values)
  const over = base.current?.form
  const differs = !over || !typed.success || !sameForm(typed.data, over)
  const failed = failure?.of === text ? failure.kind : null
  const standing = overtaken.by
    ? 'overtaken'
    : !differs
      ? 'saved'
      : !whole
        ? 'unfinished'
        : (failed ?? 'saving')

  const adopt = (reply: Declaration) => {
    base.current = baseOf(reply)
    setFailure(null)
    const asked = reading(readDeclaration, { params: { id: reply.id } })
    queryClient.setQueryData(asked.queryKey, reply)
  }
  const saveOver = async (form: DeclarationForm): Promise<Declaration> => {
    if (!record || !base.current) throw new Error('a record that is not there was saved')
    const { id } = record
    const { version } = base.current
    try {
      return await edit.mutateAsync({ params: { id }, body: { version, form } })
    } catch (error) {
      const current = currentOf(error)
      if (!current || !isBehind(base.current, current)) throw error
      base.current = baseOf(current)
      return saveOver(form)
    }
  }
  const save = (form: DeclarationForm) => {
    const saving = line.current.then(async () => {
      const reply = await saveOver(form)
      adopt(reply)
      return reply
    })
    line.current = saving.catch(() => undefined)
    return saving
  }
  const saveQuietly = async () => {
    if (!typed.success) return
    if (!navigator.onLine) return setFailure({ of: text, kind: 'silent' })
    setBusy(true)
    try {
      await save(typed.data)
    } catch (error) {
      const current = currentOf(error)
      if (current) overtaken.set(current)
      else setFailure({ of: text, kind: isSilence(error) || isBusy(error) ? 'silent' : 'refused' })
    }
    setBusy(false)
  }

  const due = record !== null && !busy && (standing === 'saving' || standing === 'silent')
  const latest = useRef({ due, saveQuietly })
  useEffect(() => {
    latest.current = { due, saveQuietly }
  })
  useEffect(() => {
    if (!due) return
    const pause = failed === 'silent' ? againMilliseconds : pauseMilliseconds
    const timer = setTimeout(() => void latest.current.saveQuietly(), pause)
    return () => clearTimeout(timer)
  }, [due, failed, text])
  useEffect(() => {
    const now = () => {
      if (latest.current.due) void latest.current.saveQuietly()
    }
    window.addEventListener('online', now)
    return () => {
      window.removeEventListener('online', now)
      // Whoever leaves the page within the pause leaves nothing behind.
      now()
    }
  }, [])

  return { standing, base: base.current, save, adopt }
}

/** Whether only the version rose: what the fields were filled from is what the record still says. */
const isBehind = (base: Base | null, record: Declaration) =>
  base?.form !== undefined &&
  base.form !== null &&
  base.version < record.version &&
  sameForm(formOf(record), base.form)

import { useEffect } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'

/**
 * Keeps what is typed into a form in this tab until it is saved, so that a reload or a step back loses
 * nothing. Only for forms without secrets. Returns what forgets it.
 */
export function useKept<Typed extends FieldValues, Read>(
  form: UseFormReturn<Typed, unknown, Read>,
  key: string,
): () => void {
  const storedAs = `xueshi-kept:${key}`
  useEffect(() => {
    const kept = sessionStorage.getItem(storedAs)
    if (kept !== null) form.reset(JSON.parse(kept) as Typed, { keepDefaultValues: true }) // written below
    const { unsubscribe } = form.watch((values) =>
      sessionStorage.setItem(storedAs, JSON.stringify(values)),
    )
    return unsubscribe
  }, [form, storedAs])
  return () => sessionStorage.removeItem(storedAs)
}

import type { EntryForm } from '@xueshi/contract/administration/dictionaries'
import type { Dictionary, DictionaryEntry } from '@xueshi/contract/settings'

const own = /^own(\d+)$/

/** The entries with a code each: new ones get the next that this dictionary has not had. */
export function coded(entries: readonly EntryForm[]): DictionaryEntry[] {
  const numbers = entries.map(({ code }) => Number(own.exec(code ?? '')?.[1] ?? 0))
  let last = Math.max(0, ...numbers)
  return entries.map((entry) => ({ ...entry, code: entry.code ?? `own${(last += 1)}` }))
}

/** The entries as the history tells them: by code what each is called, and the order of the former ones. */
export function toldEntries(former: readonly DictionaryEntry[], { entries }: Dictionary) {
  const names = entries.map(({ code, label, retired }) => [
    code,
    retired ? `${label}（停用）` : label,
  ])
  const known = new Set(former.map(({ code }) => code))
  const order = entries.flatMap(({ code }) => (known.has(code) ? [code] : []))
  return { ...Object.fromEntries(names), order: order.join(' ') } as Record<string, string>
}

import { readDictionary } from '@xueshi/contract/administration/dictionaries'
import { shippedDictionaries } from '@xueshi/contract/dictionaries/shipped'
import type { DictionaryEntry, KeptDictionary } from '@xueshi/contract/settings'
import { useRead } from './queries.ts'

/** A dictionary that the province words itself, retired entries too; as it was shipped until it is read. */
export function useDictionary(name: KeptDictionary): readonly DictionaryEntry[] {
  return useRead(readDictionary, { params: { name } }).data?.entries ?? shippedDictionaries[name]
}

/** What entries are called, by their codes: a retired one keeps its name. */
export function useLabels(name: KeptDictionary): (code: string) => string {
  const entries = useDictionary(name)
  return (code) => entries.find((entry) => entry.code === code)?.label ?? code
}

/** The entries to choose from, with those that are chosen already. */
export function useChoices(name: KeptDictionary, chosen: readonly string[] = []) {
  return useDictionary(name)
    .filter(({ code, retired }) => !retired || chosen.includes(code))
    .map(({ code, label }) => ({ value: code, text: label }))
}

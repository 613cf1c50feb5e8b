import { createContext, useContext, useEffect } from 'react'
import type { FieldName } from './errors.ts'

/** A field as the summary knows it: its words, and the element that takes the focus. */
export interface FieldEntry extends FieldName {
  inputId: string
  /** Which line of a list it stands in: 第 2 节. */
  line?: string | undefined
  /** Stands for all that is wrong within, which has no field of its own here: what is called how, by its path. */
  within?: ((path: string) => FieldName) | undefined
}

export interface FormWiring {
  /** Tells the form of a field; returns how to take it back. */
  enlist: (name: string, entry: FieldEntry) => () => void
}

export const FormContext = createContext<FormWiring | null>(null)

/** What a line of a list is called, around its fields: in the summary they would all read alike. */
export const LineContext = createContext<string | undefined>(undefined)

/** Makes the field known to the form around it. */
export function useEnlist(name: string, entry: FieldEntry): void {
  const wiring = useContext(FormContext)
  const line = useContext(LineContext)
  const { label, choose, inputId, within } = entry
  useEffect(
    () => wiring?.enlist(name, { label, choose, inputId, line, within }),
    [wiring, name, label, choose, inputId, line, within],
  )
}

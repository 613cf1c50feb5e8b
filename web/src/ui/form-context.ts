import { createContext, useContext, useEffect } from 'react'
import type { FieldName } from './errors.ts'

/** A field as the summary knows it: its words, and the element that takes the focus. */
export interface FieldEntry extends FieldName {
  inputId: string
}

export interface FormWiring {
  /** Tells the form of a field; returns how to take it back. */
  enlist: (name: string, entry: FieldEntry) => () => void
}

export const FormContext = createContext<FormWiring | null>(null)

/** Makes the field known to the form around it. */
export function useEnlist(name: string, entry: FieldEntry): void {
  const wiring = useContext(FormContext)
  const { label, choose, inputId } = entry
  useEffect(
    () => wiring?.enlist(name, { label, choose, inputId }),
    [wiring, name, label, choose, inputId],
  )
}

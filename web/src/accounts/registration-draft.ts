import { documentTypes } from '@xueshi/contract/document-number'
import * as z from 'zod/mini'
import { emptyRegistration, type RegistrationValues } from './registration-shape.ts'

const storedAs = 'xueshi.registration'

// No passwords and no answers: they are secrets, and whoever sits down next must not find them.
const Draft = z.object({
  accountName: z.string(),
  name: z.string(),
  phone: z.string(),
  country: z.string(),
  documentType: z.enum(documentTypes),
  documentNumber: z.string(),
  email: z.string(),
  questions: z.array(z.object({ question: z.string() })).check(z.length(3)),
})

/** Keeps what was typed for this tab, secrets excepted; where storage is blocked nothing is kept. */
export function keepRegistration(values: unknown): void {
  const draft = z.safeParse(Draft, values)
  if (!draft.success) return
  try {
    sessionStorage.setItem(storedAs, JSON.stringify(draft.data))
  } catch {
    return
  }
}

/** What the form starts with: the draft of this tab, or an empty form. */
export function startOfRegistration(): RegistrationValues {
  const draft = z.safeParse(Draft, read())
  if (!draft.success) return emptyRegistration
  const questions = draft.data.questions.map(({ question }) => ({ question, answer: '' }))
  return { ...emptyRegistration, ...draft.data, questions }
}

export function forgetRegistration(): void {
  try {
    sessionStorage.removeItem(storedAs)
  } catch {
    return
  }
}

function read(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(storedAs) ?? 'null')
  } catch {
    return null
  }
}

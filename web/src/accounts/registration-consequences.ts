import { documentTypesFor } from '@xueshi/contract/document-number'
import { useEffect } from 'react'
import { keepRegistration } from './registration-draft.ts'
import type { RegistrationFormState } from './registration-sections.tsx'

/** What a change of one field means for the others: drafts, the documents of a country, rules over two fields. */
export function useConsequences(form: RegistrationFormState): void {
  const { subscribe, trigger, getValues, setValue } = form
  useEffect(() => {
    /** Judges a field again, unless nobody has filled it in yet. */
    const again = (name: 'password' | 'passwordAgain' | 'documentNumber') => {
      if (getValues(name) !== '') void trigger(name)
    }
    return subscribe({
      formState: { values: true },
      callback: ({ name, values }) => {
        keepRegistration(values)
        if (name === 'password') again('passwordAgain')
        // A password must not be made of these.
        if (name === 'accountName' || name === 'phone' || name === 'documentNumber')
          again('password')
        if (name === 'country') {
          const offered = documentTypesFor(values.country)
          const [first] = offered
          // After this change has reached everyone: those told later would be told the old type last.
          if (first && !offered.includes(values.documentType))
            queueMicrotask(() => setValue('documentType', first))
        }
        if (name === 'country' || name === 'documentType')
          queueMicrotask(() => again('documentNumber'))
        if (name?.endsWith('.question'))
          void trigger(['questions.0.question', 'questions.1.question', 'questions.2.question'])
      },
    })
  }, [subscribe, trigger, getValues, setValue])
}

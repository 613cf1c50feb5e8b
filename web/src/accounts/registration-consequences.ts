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
        if (name === 'accountName' || name === 'phone') again('password')
        if (name === 'country') {
          const [first] = documentTypesFor(values.country)
          if (first && !documentTypesFor(values.country).includes(values.documentType))
            setValue('documentType', first)
        }
        if (name === 'country' || name === 'documentType') again('documentNumber')
        if (name?.endsWith('.question'))
          void trigger(['questions.0.question', 'questions.1.question', 'questions.2.question'])
      },
    })
  }, [subscribe, trigger, getValues, setValue])
}

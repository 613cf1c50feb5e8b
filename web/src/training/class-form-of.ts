import type { ClassForm } from '@xueshi/contract/training/classes'
import type { FormOf } from '../ui/form.tsx'

/** The form of a class, as its groups of fields are given it. */
export type ClassFormOf = FormOf<ClassForm>

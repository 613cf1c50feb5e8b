import { ClassForm, ClassReason } from '@xueshi/contract/training/classes'
import * as z from 'zod/mini'
import type { FormOf } from '../ui/form.tsx'

/** What is written of a class: its form, and, where an approved one is changed, why. */
export const WrittenForm = z.object({ ...ClassForm.shape, reason: z.nullable(ClassReason) })
export type WrittenForm = z.infer<typeof WrittenForm>

/** The form of a class, as its groups of fields are given it. */
export type ClassFormOf = FormOf<WrittenForm>

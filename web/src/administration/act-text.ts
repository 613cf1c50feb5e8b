import { officeActs } from './office-acts.ts'
import { recordActs } from './record-acts.ts'

/** What the acts of the audit are called; one that is not here shows its code. */
export const actText: Readonly<Record<string, string>> = { ...officeActs, ...recordActs }

export const actName = (act: string) => actText[act] ?? act

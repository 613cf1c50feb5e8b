import { Id, Instant } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import { recordOf } from '../record.ts'

const storedAs = 'xueshi.recovery'

/** Where the recovery of this tab stands, so that a page loaded anew goes on. No secrets. */
const Flow = z.object({
  id: Id,
  expiresAt: Instant,
  contact: z.enum(['phone', 'email']),
  step: z.enum(['code', 'answers', 'password']),
  questions: z.array(z.string()),
  accountName: z.nullable(z.string()),
})
export type RecoveryFlow = z.infer<typeof Flow>

export function keepFlow(flow: RecoveryFlow | null): void {
  try {
    if (flow) sessionStorage.setItem(storedAs, JSON.stringify(flow))
    else sessionStorage.removeItem(storedAs)
  } catch {
    return
  }
}

/** The flow of this tab, unless it is over. */
export function keptFlow(): RecoveryFlow | null {
  try {
    const kept = z.safeParse(Flow, recordOf(JSON.parse(sessionStorage.getItem(storedAs) ?? 'null')))
    return kept.success && Date.parse(kept.data.expiresAt) > Date.now() ? kept.data : null
  } catch {
    return null
  }
}

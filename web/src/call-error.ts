import type { ErrorCode } from '@xueshi/contract/errors'

/** What a call may end with: a refusal of the server, or no answer at all (offline, timeout, a gateway's page). */
export type CallCode = ErrorCode | 'NO_ANSWER'

/** A call that did not succeed. With `NO_ANSWER` it is unknown whether the server acted. */
export class CallError extends Error {
  override name = 'CallError'
  readonly code: CallCode
  /** HTTP status; 0 without an answer. */
  readonly status: number
  /** Field path → issue code. */
  readonly fields: Readonly<Record<string, string>>
  readonly requestId: string | null
  /** For STALE and WRONG_STATE: the record as it stands now. */
  readonly current: unknown

  constructor(code: CallCode, status: number, problem: Partial<CallError> = {}) {
    super(code)
    this.code = code
    this.status = status
    this.fields = problem.fields ?? {}
    this.requestId = problem.requestId ?? null
    this.current = problem.current ?? null
  }
}

import type { ErrorCode } from '@xueshi/contract/errors'

/** An expected no. Anything else that is thrown is a broken invariant and answers 500 without detail. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly fields: Record<string, string> | undefined
  /** The record as it stands, for STALE and WRONG_STATE. */
  readonly current: unknown
  /** True: what the transaction wrote stays written (counters, used codes, audited refusals). */
  readonly commits: boolean
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, more: RefusalParts & { commits: boolean }) {
    super(code)
    this.code = code
    this.fields = more.fields
    this.current = more.current
    this.commits = more.commits
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

type RefusalParts = {
  fields?: Record<string, string>
  current?: unknown
  retryAfterSeconds?: number
}

/** Says no and takes back everything that the transaction did. */
export function fail(code: ErrorCode, parts: RefusalParts = {}): never {
  throw new Refusal(code, { ...parts, commits: false })
}

/** Says no and keeps what the transaction wrote. */
export function refuse(code: ErrorCode, parts: RefusalParts = {}): never {
  throw new Refusal(code, { ...parts, commits: true })
}

/** Refuses as INVALID when any field has an issue. */
export function failOnIssues(fields: Record<string, string>): void {
  if (Object.keys(fields).length > 0) fail('INVALID', { fields })
}

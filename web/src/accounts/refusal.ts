import { CallError, type CallCode } from '../call.ts'

/**
 * A refusal whose code belongs to a field stands at that field, so that the summary leads there.
 * Anything else, and what the server has placed itself, stays as it is. `said`: what a code is called there,
 * where its own text, which many places share, would say too little.
 */
export function placed(
  error: unknown,
  places: Partial<Record<CallCode, string>>,
  said: Partial<Record<CallCode, string>> = {},
): unknown {
  if (!(error instanceof CallError) || Object.keys(error.fields).length > 0) return error
  const path = places[error.code]
  if (path === undefined) return error
  const { code, status, requestId, current } = error
  return new CallError(code, status, { requestId, current, fields: { [path]: said[code] ?? code } })
}

import type * as z from 'zod/mini'

/**
 * Field path → issue code, from a failed parse. Rules of ours carry their code as the message
 * (capitals and underscores); what zod itself says becomes one of a few codes here, so that its own
 * sentences are never shown. The first issue of a field is the one told.
 */
export function fieldIssues(error: z.core.$ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const path = issue.path.join('.')
    fields[path] ??= issueCode(issue)
  }
  return fields
}

function issueCode(issue: z.core.$ZodIssue): string {
  if (/^[A-Z][A-Z0-9_]+$/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'REQUIRED' : 'WRONG_TYPE'
    case 'too_small':
      return issue.origin === 'string' ? 'REQUIRED' : 'TOO_SMALL'
    case 'too_big':
      return issue.origin === 'string' ? 'TEXT_TOO_LONG' : 'TOO_BIG'
    case 'invalid_format':
      return 'WRONG_FORMAT'
    case 'invalid_value':
      return 'NOT_OFFERED'
    case 'unrecognized_keys':
      return 'NOT_KNOWN'
    default:
      return 'INVALID'
  }
}

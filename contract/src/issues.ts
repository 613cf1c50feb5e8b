import type * as z from 'zod/mini'

/**
 * A form as far as it is right: what is wrong by itself is left out, at any depth; a list keeps its
 * lines in their places. Rules between fields judge what is there and say nothing of what is not, so
 * that all that is wrong is named at once.
 */
export type Part<Form> = Form extends readonly (infer Line)[]
  ? readonly Part<Line>[]
  : Form extends object
    ? { readonly [Field in keyof Form]?: Part<Form[Field]> }
    : Form

/** What is left of a form without the fields, by their paths, in which its shape found something wrong. */
export function rightPart<Form>(form: Form, wrong: Readonly<Record<string, unknown>>): Part<Form> {
  return without(form, wrong, '') as Part<Form> // fields are only taken away
}

function without(value: unknown, wrong: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path && wrong[path]) return undefined
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([key, field]): [string, unknown] => [
    key,
    without(field, wrong, path ? `${path}.${key}` : key),
  ])
  if (!Array.isArray(value)) return Object.fromEntries(fields)
  const lines = fields.map(([, line]) => line)
  // Of a list with a line that is wrong as a whole nothing can be said.
  return lines.includes(undefined) ? undefined : lines
}

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

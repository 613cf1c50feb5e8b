import { plans } from './plans.ts'
import { type Spent, together } from './processor.ts'
import type { Kind } from './requests.ts'

/** Above this share of the machine, what others do shows in the figures. */
const quietShare = 0.1

/** What one kind of request came to, beside its statements alone. */
export type Line = {
  kind: Kind
  statements: number
  requests: number
  /** Until all were answered. */
  spent: Spent
  /** Afterwards, until their messages were delivered and their audit was sealed: microseconds in all. */
  after: number
  raw: Spent
  rawRequests: number
  /** Requests a second when their statements alone are given to the database, as many at once. */
  rawPerSecond: number
  medianMilliseconds: number
  perSecond: number
  /** Of the password's hash alone, measured around the round; null for what hashes nothing. */
  hash: Hash | null
  /** The share of the machine that other processes had meanwhile, from 0 to 1. */
  others: number
}

const percent = (share: number) => `${(share * 100).toFixed(0)} %`

/** What one password's hash takes of a processor, and how many there are in a second. */
export type Hash = { microseconds: number; perSecond: number }

/** The table, a line for each kind. */
export function print(lines: Line[], check: number | null) {
  const columns = [
    '',
    'requests',
    'application',
    'database',
    'together',
    'bar',
    'of the bar',
    'raw pg',
    '× raw pg',
    'statements',
    'then',
    'with that',
    'median wall',
    'others',
  ]
  const ms = (microseconds: number) => `${(microseconds / 1000).toFixed(2)} ms`
  const rows = lines.map(
    ({
      kind,
      requests,
      spent,
      after,
      raw,
      rawRequests,
      statements,
      medianMilliseconds,
      others,
      hash,
    }) => {
      const { title, barMilliseconds } = plans[kind]
      const bar = barMilliseconds * 1000 + (hash?.microseconds ?? 0)
      const all = together(spent) / requests
      const rawAll = together(raw) / rawRequests
      return [
        title,
        String(requests),
        ms(spent.application / requests),
        ms(spent.database / requests),
        ms(all),
        ms(bar),
        `${(all / bar).toFixed(2)}${all > bar ? ' ABOVE' : ''}`,
        ms(rawAll),
        (all / rawAll).toFixed(1),
        statements.toFixed(1),
        ms(after / requests),
        `${((all + after / requests) / bar).toFixed(2)}${all + after / requests > bar ? ' ABOVE' : ''}`,
        `${medianMilliseconds.toFixed(1)} ms`,
        `${(others * 100).toFixed(0)} %`,
      ]
    },
  )
  const table = [columns, ...rows]
  const widths = columns.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)))
  for (const row of table)
    console.log(
      row
        .map((cell, at) =>
          at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
        )
        .join('  '),
    )
  for (const { kind, requests, spent, perSecond, hash } of lines)
    if (hash !== null)
      console.log(
        `${plans[kind].title}: its bar is the password's hash, ${ms(hash.microseconds)} around this round, and ${plans[kind].barMilliseconds} ms; ` +
          `${perSecond.toFixed(1)} a second against ${hash.perSecond.toFixed(1)} bare hashes (${percent(perSecond / hash.perSecond)}); ` +
          `the hash is ${percent(hash.microseconds / (together(spent) / requests))} of its processor time`,
      )
  for (const { kind, perSecond, rawPerSecond } of lines) {
    const { title, ofRaw } = plans[kind]
    const share = perSecond / rawPerSecond
    if (ofRaw !== undefined)
      console.log(
        `${title}: ${perSecond.toFixed(0)} a second, ${percent(share)} of the ${rawPerSecond.toFixed(0)} of its statements alone, bar ${percent(ofRaw)}${share < ofRaw ? ' BELOW' : ''}`,
      )
  }
  if (check !== null)
    console.log(`login check without HTTP: ${ms(check)}, bar 0.30 ms${check > 300 ? ' ABOVE' : ''}`)
  if (lines.some(({ others }) => others > quietShare))
    console.log(
      'Other processes worked meanwhile: sharing caches and cores makes every figure larger than on a quiet machine.',
    )
}

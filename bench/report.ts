import { plans } from './plans.ts'
import type { Spent } from './processor.ts'
import type { Kind } from './requests.ts'

/** Above this share of the machine, what others do shows in the figures. */
const quietShare = 0.1

const together = ({ application, database }: Spent) => application + database

/** What one kind of request came to, beside its statements alone. */
export type Line = {
  kind: Kind
  statements: number
  requests: number
  spent: Spent
  raw: Spent
  rawRequests: number
  medianMilliseconds: number
  /** The share of the machine that other processes had meanwhile, from 0 to 1. */
  others: number
}

/** The table, a line for each kind; `hash` is that of one password in microseconds. */
export function print(lines: Line[], hash: number) {
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
    'median wall',
    'others',
  ]
  const ms = (microseconds: number) => `${(microseconds / 1000).toFixed(2)} ms`
  const rows = lines.map(
    ({ kind, requests, spent, raw, rawRequests, statements, medianMilliseconds, others }) => {
      const { title, barMilliseconds } = plans[kind]
      const bar = barMilliseconds * 1000 + (kind === 'login' ? hash : 0)
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
  console.log(`A login's bar is the password's hash, ${ms(hash)} here, and 2 ms.`)
  if (lines.some(({ others }) => others > quietShare))
    console.log(
      'Other processes worked meanwhile: sharing caches and cores makes every figure larger than on a quiet machine.',
    )
}

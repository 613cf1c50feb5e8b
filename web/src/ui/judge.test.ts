import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { faultsWithin } from './faults-within.ts'
import { judge, nested, type FormRules } from './judge.ts'

const Timetable = z.object({
  name: z.string().check(z.minLength(1)),
  from: z.string(),
  to: z.string(),
  lines: z.array(
    z.object({ on: z.string().check(z.minLength(1)), hours: z.number().check(z.gte(1)) }),
  ),
})
type Timetable = z.infer<typeof Timetable>

const rules: FormRules<Timetable> = ({ from, to, lines = [] }) => ({
  ...(from && to && to < from && { to: 'ENDS_BEFORE_START' }),
  ...(lines.reduce((sum, { hours = 0 }) => sum + hours, 0) > 8 && { lines: 'HOURS_TOO_MANY' }),
})
const right: Timetable = { name: '甲', from: '09', to: '10', lines: [{ on: '1', hours: 4 }] }

test('a right form is read, with nothing wrong in it', () => {
  expect(judge(Timetable, right, rules)).toEqual({ read: right, faults: {}, broken: {} })
})

test('one mistake hides no other: in a field, between fields, in a line and in the list of lines', () => {
  const lines = [
    { on: '', hours: 9 },
    { on: '1', hours: 0 },
  ]
  const judged = judge(Timetable, { name: '', from: '9', to: '10', lines }, rules)
  expect(judged).toEqual({
    read: undefined,
    faults: {
      name: 'REQUIRED',
      to: 'ENDS_BEFORE_START',
      lines: 'HOURS_TOO_MANY',
      'lines.0.on': 'REQUIRED',
      'lines.1.hours': 'too_small',
    },
    broken: { to: 'ENDS_BEFORE_START', lines: 'HOURS_TOO_MANY' },
  })
  expect(nested(judged.faults)).toMatchObject({
    name: { message: 'REQUIRED' },
    lines: {
      message: 'HOURS_TOO_MANY',
      0: { on: { message: 'REQUIRED' } },
      1: { hours: { message: 'too_small' } },
    },
  })
})

test('what is wrong by itself is told by its shape', () => {
  const always = () => ({ name: 'NAME_TAKEN' })
  expect(judge(Timetable, { ...right, name: '' }, always).faults).toEqual({ name: 'REQUIRED' })
})

test('what is wrong within is found at any depth, of a list as a whole and of its lines', () => {
  const faults = { lines: 'HOURS_TOO_MANY', 'lines.1.on': 'REQUIRED', 'lines.1.kinds.0': 'TWICE' }
  const errors = nested(faults)
  expect(faultsWithin(errors)).toEqual(faults)
  expect(faultsWithin((errors as { lines: object }).lines)).toEqual({
    '': 'HOURS_TOO_MANY',
    '1.on': 'REQUIRED',
    '1.kinds.0': 'TWICE',
  })
  expect(faultsWithin(undefined)).toEqual({})
})

import type { StepState } from '@xueshi/contract/declarations'
import { describe, expect, test } from 'vitest'
import {
  declarationFacts,
  type HeldStep,
  isAround,
  lastRound,
  type Standing,
  type Step,
  stepsToReopen,
  type Viewer,
  wayThrough,
} from './rules.ts'

const step = (
  round: number,
  position: number,
  state: StepState,
  given: Partial<HeldStep> = {},
): HeldStep => ({
  id: `${round}.${position}`,
  round,
  position,
  office: position === 1 ? 'employer' : 'hrss',
  officeUnitId: `unit-${position}`,
  officeName: '',
  state,
  purpose: 'review',
  formerState: null,
  decidedVersion: null,
  decidedBy: null,
  decidedAt: null,
  ...given,
})
const ids = (steps: Step[]) => steps.map(({ id }) => id)

describe('the way through review', () => {
  test('a first round as it is', () => {
    const steps = [step(1, 1, 'open'), step(1, 2, 'waiting')]
    expect(ids(wayThrough(steps))).toEqual(['1.1', '1.2'])
  })
  test('a new round takes the place of the former', () => {
    const steps = [
      step(1, 1, 'returned'),
      step(1, 2, 'void'),
      step(2, 1, 'open'),
      step(2, 2, 'waiting'),
    ]
    expect(ids(wayThrough(steps))).toEqual(['2.1', '2.2'])
  })
  test('what lower offices passed stays before the round that a higher one asked for', () => {
    const steps = [step(1, 1, 'passed'), step(1, 2, 'returned'), step(2, 2, 'open')]
    expect(ids(wayThrough(steps))).toEqual(['1.1', '2.2'])
    expect(ids(stepsToReopen(steps.slice(0, 2)))).toEqual(['1.2'])
    expect(ids(lastRound(steps))).toEqual(['2.2'])
  })
})

const now = new Date('2026-06-01T02:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const base: Standing = {
  personId: 'me',
  declaredBy: null,
  version: 4,
  state: 'submitted',
  claimedTenths: 160,
  recognisedTenths: null,
  submittedAt: new Date(0),
  reviewedAt: null,
  appealedFrom: null,
  steps: [],
  oversees: false,
  certified: false,
  revocation: null,
}
const me = { kind: 'own', personId: 'me' } as const
const hrss = {
  kind: 'office',
  office: 'hrss',
  unitId: 'unit-2',
  accountId: 'clerk',
  oversight: { regionCode: '440100', industryCode: null },
} as const
const factsOf = (given: Partial<Standing>, viewer: Viewer = me) =>
  declarationFacts({ ...base, ...given }, viewer, now)

describe('facts', () => {
  test('returned by a higher office: it goes back there', () => {
    const steps = [step(1, 1, 'passed'), step(1, 2, 'returned')]
    const facts = { own: true, atFirst: false, atHigher: true, neverSent: false }
    expect(factsOf({ steps })).toMatchObject(facts)
  })
  test('the same unit under another office does not hold the step', () => {
    const steps = [step(1, 1, 'passed'), step(1, 2, 'open')]
    expect(factsOf({ steps }, hrss)).toMatchObject({
      holdsStep: true,
      lastStep: true,
      moreSteps: false,
      notSelf: true,
    })
    expect(factsOf({ steps }, { ...hrss, office: 'employer' }).holdsStep).toBe(false)
  })
  test('one’s own record from a seat', () => {
    const facts = factsOf({}, { ...hrss, accountId: 'me' })
    expect(facts).toMatchObject({ own: false, notSelf: false })
  })
})

describe('an appeal', () => {
  const rejected = {
    state: 'rejected',
    reviewedAt: ago(1),
    steps: [step(1, 1, 'decided')],
  } as const
  const cut = { ...rejected, state: 'recognised', recognisedTenths: 150 } as const
  test.each([
    ['a rejection', rejected, true],
    ['a cut', cut, true],
    ['nothing lost', { ...cut, recognisedTenths: 160 }, false],
    ['a return, which is corrected instead', { ...rejected, state: 'returned' }, false],
    ['within sixty days', { ...rejected, reviewedAt: ago(60 * 24 - 0.01) }, true],
    ['after sixty days', { ...rejected, reviewedAt: ago(60 * 24) }, false],
    [
      'a second time',
      { ...rejected, steps: [step(1, 1, 'decided'), step(2, 2, 'decided', { purpose: 'appeal' })] },
      false,
    ],
  ] as const)('%s', (_, given, appealable) => {
    expect(factsOf(given).appealable).toBe(appealable)
  })
})

describe('undoing', () => {
  const decision = {
    formerState: 'underReview',
    decidedVersion: 4,
    decidedBy: 'clerk',
    decidedAt: ago(23).toISOString(),
  } as const
  const decided = (given: Partial<HeldStep> = {}): Partial<Standing> => ({
    state: 'recognised',
    steps: [step(1, 1, 'passed'), step(1, 2, 'decided', { ...decision, ...given })],
  })
  test.each([
    ['one’s own last decision', decided(), true],
    ['a colleague’s', decided({ decidedBy: 'other' }), false],
    ['yesterday’s', decided({ decidedAt: ago(24).toISOString() }), false],
    ['when something followed', { ...decided(), version: 5 }, false],
    ['once the year is certified', { ...decided(), certified: true }, false],
    ['of another office', decided({ officeUnitId: 'unit-1' }), false],
    ['what was heard as an appeal', decided({ purpose: 'appeal' }), false],
  ])('%s', (_, given, decidedLast) => {
    const facts = factsOf(given, hrss)
    expect(facts).toMatchObject({ decidedLast, wasUnderReview: decidedLast, wasSubmitted: false })
  })
})

describe('reinstating', () => {
  const revoked = (officeUnitId: string, regionCode: string) => ({
    state: 'revoked' as const,
    oversees: true,
    revocation: { officeUnitId, regionCode },
  })
  test.each([
    ['what the office itself revoked', revoked('unit-2', '440106'), true],
    ['what a county of its city did', revoked('unit-9', '440106'), true],
    ['what the province did', revoked('unit-9', '440000'), false],
    ['what another city did', revoked('unit-9', '440600'), false],
    ['what another office of the city did', revoked('unit-9', '440100'), false],
    ['outside its reach', { ...revoked('unit-9', '440106'), oversees: false }, false],
  ])('%s', (_, given, mayReinstate) => {
    expect(factsOf(given, hrss).mayReinstate).toBe(mayReinstate)
  })
  test.each([
    ['440000', '440100', true],
    ['440000', '440106', true],
    ['440100', '440106', true],
    ['440100', '440206', false],
    ['440106', '440106', false],
    ['440106', '440100', false],
    ['', '440106', false],
  ])('%s around %s: %s', (outer, inner, around) => {
    expect(isAround(outer, inner)).toBe(around)
  })
})

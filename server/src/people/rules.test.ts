import { profileIssues } from '@xueshi/contract/people'
import { describe, expect, test } from 'vitest'
import { profileForm } from '../../test/factories/people.ts'
import { codeIssues, documentIssues, lettersOf, toldByDocument } from './rules.ts'

describe('lettersOf', () => {
  test.each([
    ['欧阳明月', 'ouyangmingyue', 'oymy'],
    ['单雄信', 'shanxiongxin', 'sxx'],
    ['吕布', 'lvbu', 'lb'],
    ['阿依古丽·买买提', 'ayigulimaimaiti', 'ayglmmt'],
    ['John Smith', 'johnsmith', 'js'],
    ['䶮𬱖', 'yandi', 'yd'],
  ])('%s', (name, namePinyin, nameInitials) => {
    expect(lettersOf(name)).toEqual({ namePinyin, nameInitials })
  })
})

const number = '440106198803070015'

describe('profileIssues', () => {
  const today = '2026-06-01'
  test('a unit is named: one that is registered, or the name of one that is not', () => {
    const unitId = '0190a5b0-0000-7000-8000-000000000001'
    expect(profileIssues(profileForm(number, { unitId }), today)).toEqual({})
    expect(profileIssues(profileForm(number, { wantedUnit: '珠江机械厂' }), today)).toEqual({})
    const neither = profileForm(number, { unitId: null, wantedUnit: null })
    expect(profileIssues(neither, today)).toEqual({ unitId: 'UNIT_UNNAMED' })
  })

  test.each([
    [{}, {}],
    [{ startedWorkOn: '2026-06-02' }, { startedWorkOn: 'DATE_IN_FUTURE' }],
    [
      { birthDate: '1988-03-07', startedWorkOn: '1988-03-07' },
      { startedWorkOn: 'DATE_BEFORE_BIRTH' },
    ],
    [{ titleLevel: 'senior', titleObtainedOn: null }, { titleObtainedOn: 'REQUIRED' }],
    [{ titleLevel: 'senior' }, {}],
    [{ unitId: null }, {}],
    [
      { unitId: null, wantedUnit: null, phone: '12' },
      { unitId: 'UNIT_UNNAMED', phone: 'PHONE_FORMAT' },
    ],
  ] as const)('of a form that is filled in half: %j → %j', (part, issues) => {
    expect(profileIssues(part, today)).toEqual(issues)
  })
})

describe('codeIssues', () => {
  test('a form of known codes has none', () => {
    expect(codeIssues(profileForm(number))).toEqual({})
    expect(codeIssues(profileForm(number, { degree: null, nativePlace: 'FRA' }))).toEqual({})
    // 省直 and 市直 units stand at the province or the city itself.
    expect(codeIssues(profileForm(number, { workRegion: '440000' }))).toEqual({})
  })

  test.each([
    ['ethnicity', '00'],
    ['nativePlace', 'ZZZ'],
    ['education', '10'],
    ['degree', '5'],
    ['series', '28'],
    ['workRegion', '310000'],
  ])('%s %s is not offered', (field, code) => {
    expect(codeIssues(profileForm(number, { [field]: code }))).toEqual({ [field]: 'UNKNOWN_CODE' })
  })
})

describe('documentIssues', () => {
  test('a resident number speaks for birth and sex', () => {
    const told = toldByDocument('residentId', number)
    expect(told).toEqual({ birthDate: '1988-03-07', sex: 'male' })
    expect(documentIssues(profileForm(number), told)).toEqual({})
    const other = profileForm(number, { sex: 'female', birthDate: '1988-07-03' })
    expect(documentIssues(other, told)).toEqual({
      sex: 'DISAGREES_WITH_DOCUMENT',
      birthDate: 'DISAGREES_WITH_DOCUMENT',
    })
  })

  test('a passport says nothing, so nothing disagrees with it', () => {
    const told = toldByDocument('passport', 'E12345678')
    expect(documentIssues(profileForm(number, { sex: 'female' }), told)).toEqual({})
  })
})

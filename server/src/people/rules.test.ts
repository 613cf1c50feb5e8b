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

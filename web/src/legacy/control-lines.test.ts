import { expect, test } from 'vitest'
import { differenceText, originOf, readControlLines } from './control-lines.ts'

test('lines come as a sheet gives them, with or without units, below their heading', () => {
  const pasted = [
    '工作单位\t培训年度\t课目类型\t学时',
    '佛山陶瓷厂\t2015\t公需课\t1,280.5',
    '\t2015\t专业课\t42',
    '合计\t2014年\t个人选修课目\t１２',
    '2014 公需课 18',
    '',
  ].join('\r\n')
  expect(readControlLines(pasted)).toEqual({
    lines: [
      { unitName: '佛山陶瓷厂', year: 2015, category: 'public', hoursTenths: 12_805 },
      { unitName: '', year: 2015, category: 'professional', hoursTenths: 420 },
      { unitName: '', year: 2014, category: 'elective', hoursTenths: 120 },
      { unitName: '', year: 2014, category: 'public', hoursTenths: 180 },
    ],
    faults: [],
  })
})

test('what nobody can read is named by its place, and so is a line that comes twice', () => {
  const pasted =
    '2015\t公需课\t十八\n2015\t必修课\t18\n15\t公需课\t18\n2015\t公需课\t18\n2015\t公需课\t20'
  expect(readControlLines(pasted)).toMatchObject({ lines: { length: 1 }, faults: [1, 2, 3, 5] })
})

test('what came with the file, was corrected or was added is told apart', () => {
  const control = { hoursTenths: 180, givenTenths: 180, isSum: false, byName: '张三' }
  expect(originOf(control)).toBe('上传时填写')
  expect(originOf({ ...control, givenTenths: 200 })).toBe('张三改正，原为 20')
  expect(originOf({ ...control, givenTenths: null })).toBe('张三补填')
  expect(originOf({ ...control, givenTenths: null, isSum: true })).toBe('分单位之和')
  expect([
    differenceText(control, 180),
    differenceText(control, 190),
    differenceText(null, 1),
  ]).toEqual(['一致', '-1', '—'])
})

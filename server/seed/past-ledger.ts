import { inventedIdentityNumber } from './numbers.ts'

/** The identity number of the so-manieth person born from that year on; no two are alike. */
export function numberOfPerson(person: number, fromYear: number): string {
  const birthDay = new Date(Date.UTC(fromYear, 0, 1) + (person % 3_000) * 86_400_000)
  return inventedIdentityNumber(birthDay.toISOString().slice(0, 10), Math.floor(person / 3_000))
}

const categories = [
  ['公需课', 18],
  ['专业课', 42],
  ['选修课', 12],
] as const
const years = [2012, 2013, 2014, 2015, 2016]
/** Of one person. */
export const pastRowsEach = years.length * categories.length

/** An office's ledger of so many rows, line by line: five years of three rows a person, each year with its certificate. */
export function* pastLedger(rows: number): Generator<string> {
  yield '姓名,证件号码,工作单位,培训年度,专业系列,课目类型,课程名称,学时,继续教育证书号\n'
  for (let row = 0; row < rows;) {
    const person = Math.floor(row / pastRowsEach)
    const number = numberOfPerson(person, 1960)
    for (const year of years)
      for (const [category, hours] of categories) {
        if (row === rows) return
        row += 1
        const certificate = category === '公需课' ? `旧继教〔${year}〕${person}号` : ''
        yield `陈嘉欣,${number},岭南机械厂${person % 500},${year},工程技术,${category},岗位进修,${hours},${certificate}\n`
      }
  }
}

import { pastCategories } from '@xueshi/contract/legacy/categories'
import { formatHours } from '@xueshi/contract/hours'
import type { LegacyControl, LegacyControlLine } from '@xueshi/contract/legacy'

/** What was typed as tenths; null where it is no amount. */
export function tenthsOf(typed: string): number | null {
  const plain = typed.normalize('NFKC').replaceAll(',', '').trim()
  return /^\d{1,9}(\.\d)?$/.test(plain) ? Math.round(Number(plain) * 10) : null
}

const ofAllUnits = ['合计', '全部', '全部单位', '所有单位']

/**
 * Lines as they are copied from a sheet: 工作单位 (none: all together), 培训年度, 课目类型, 学时. `faults` are the
 * places of those that nobody can read, from 1; a heading is passed over.
 */
export function readControlLines(pasted: string): { lines: LegacyControlLine[]; faults: number[] } {
  const lines = new Map<string, LegacyControlLine>()
  const faults: number[] = []
  for (const [at, row] of pasted.split(/\r?\n/).entries()) {
    if (row.trim() === '' || row.includes('课目类型')) continue
    const cells = (row.includes('\t') ? row.split('\t') : row.trim().split(/[,，\s]+/)).map(
      (cell) => cell.trim(),
    )
    const [hours = '', name = '', year = '', ...units] = cells.toReversed()
    const unit = units.toReversed().join(' ').trim()
    const hoursTenths = tenthsOf(hours)
    const category = pastCategories[name]
    const isYear = /^\d{4}年?$/.test(year)
    if (hoursTenths === null || !category || !isYear || unit.length > 100) {
      faults.push(at + 1)
      continue
    }
    const unitName = ofAllUnits.includes(unit) ? '' : unit
    const line = { unitName, year: Number(year.slice(0, 4)), category, hoursTenths }
    const key = `${unitName} ${line.year} ${category}`
    // Which of two is meant nobody can say.
    if (lines.has(key)) faults.push(at + 1)
    else lines.set(key, line)
  }
  return { lines: [...lines.values()], faults }
}

/** Who says so: with the file, or a clerk afterwards. */
export function originOf(control: LegacyControl | null): string {
  if (!control) return '—'
  const { isSum, givenTenths, hoursTenths, byName } = control
  if (isSum) return '分单位之和'
  if (givenTenths === null) return `${byName}补填`
  return givenTenths === hoursTenths
    ? '上传时填写'
    : `${byName}改正，原为 ${formatHours(givenTenths)}`
}

/** 差额: what the books say beyond the file. */
export function differenceText(control: LegacyControl | null, hoursTenths: number): string {
  if (!control) return '—'
  const difference = control.hoursTenths - hoursTenths
  return difference === 0 ? '一致' : formatHours(difference)
}

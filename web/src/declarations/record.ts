import type { DeclarationForm } from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { categoryText } from '../ledger/text.ts'
import { learningFormText } from './text.ts'

/** The labels of 添加, in its order. */
export const fieldText: Record<keyof DeclarationForm, string> = {
  name: '课程名称',
  category: '课程类型',
  form: '学习形式',
  institution: '施教机构',
  startOn: '学习开始时间',
  endOn: '学习结束时间',
  year: '计入年度',
  option: '类别',
  units: '数量',
  rank: '本人排名',
  achievement: '成果编号',
  claimedTenths: '拟申报学时',
}
export const fieldNames = Object.keys(fieldText) as (keyof DeclarationForm)[] // keys of a Record

/** Asked by some 学习形式 alone: shown where they were answered. */
const optionalNames: readonly (keyof DeclarationForm)[] = ['option', 'units', 'rank', 'achievement']
export const answeredNames = (record: DeclarationForm) =>
  fieldNames.filter((name) => !optionalNames.includes(name) || Boolean(record[name]))

/** The fields alone. The year stands among them only where it was chosen. */
export function formOf(record: DeclarationForm): DeclarationForm {
  const { name, category, form, institution, startOn, endOn, claimedTenths } = record
  const { option = null, units = null, rank = null, achievement = null } = record
  const plain = startOn.slice(0, 4) === endOn.slice(0, 4) && endOn.slice(0, 4) === `${record.year}`
  const year = plain ? null : (record.year ?? null)
  const asked = { year, option, units, rank, achievement }
  return { name, category, form, institution, startOn, endOn, claimedTenths, ...asked }
}

export const sameForm = (one: DeclarationForm, other: DeclarationForm) =>
  fieldNames.every((name) => (one[name] ?? null) === (other[name] ?? null))

/** A field's value as people read it; an amount with its unit. */
export function valueText(name: keyof DeclarationForm, value: unknown): string {
  if (value === undefined || value === null || value === '') return ''
  if (name === 'claimedTenths') return typeof value === 'number' ? `${formatHours(value)} 学时` : ''
  if (name === 'year') return typeof value === 'number' ? `${value} 年度` : ''
  if (typeof value === 'number') return name === 'rank' ? `第 ${value} 位` : String(value)
  if (typeof value !== 'string') return ''
  if (name === 'category')
    return Object.entries(categoryText).find(([key]) => key === value)?.[1] ?? ''
  return name === 'form' ? learningFormText(value) : value
}

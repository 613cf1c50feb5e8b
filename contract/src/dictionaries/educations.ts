import { type Entry, labelIn } from './entry.ts'

/** A line of 学历. `heading`: a level without saying how it ended; a form groups by it and offers the others. */
export interface Education extends Entry {
  readonly heading: boolean
  /** Higher is more: tens for the level, one or two less for 结业 and 肄业; 高中 and 中职 are equal. */
  readonly rank: number
}

/** 学历 by GB/T 4658-2006. The order of ranks is ours: 博士 > 硕士 > 研究生班 > 本科 > 专科 > 高中, 中职 > 初中 > 小学. */
export const educations: readonly Education[] = [
  { code: '10', label: '研究生教育', heading: true, rank: 60 },
  { code: '11', label: '博士研究生毕业', heading: false, rank: 80 },
  { code: '12', label: '博士研究生结业', heading: false, rank: 79 },
  { code: '13', label: '博士研究生肄业', heading: false, rank: 78 },
  { code: '14', label: '硕士研究生毕业', heading: false, rank: 70 },
  { code: '15', label: '硕士研究生结业', heading: false, rank: 69 },
  { code: '16', label: '硕士研究生肄业', heading: false, rank: 68 },
  { code: '17', label: '研究生班毕业', heading: false, rank: 60 },
  { code: '18', label: '研究生班结业', heading: false, rank: 59 },
  { code: '19', label: '研究生班肄业', heading: false, rank: 58 },
  { code: '20', label: '大学本科教育', heading: true, rank: 50 },
  { code: '21', label: '大学本科毕业', heading: false, rank: 50 },
  { code: '22', label: '大学本科结业', heading: false, rank: 49 },
  { code: '23', label: '大学本科肄业', heading: false, rank: 48 },
  { code: '28', label: '大学普通班毕业', heading: false, rank: 47 },
  { code: '30', label: '大学专科教育', heading: true, rank: 40 },
  { code: '31', label: '大学专科毕业', heading: false, rank: 40 },
  { code: '32', label: '大学专科结业', heading: false, rank: 39 },
  { code: '33', label: '大学专科肄业', heading: false, rank: 38 },
  { code: '40', label: '中等职业教育', heading: true, rank: 30 },
  { code: '41', label: '中等专科毕业', heading: false, rank: 30 },
  { code: '42', label: '中等专科结业', heading: false, rank: 29 },
  { code: '43', label: '中等专科肄业', heading: false, rank: 28 },
  { code: '44', label: '职业高中毕业', heading: false, rank: 30 },
  { code: '45', label: '职业高中结业', heading: false, rank: 29 },
  { code: '46', label: '职业高中肄业', heading: false, rank: 28 },
  { code: '47', label: '技工学校毕业', heading: false, rank: 30 },
  { code: '48', label: '技工学校结业', heading: false, rank: 29 },
  { code: '49', label: '技工学校肄业', heading: false, rank: 28 },
  { code: '60', label: '普通高级中学教育', heading: true, rank: 30 },
  { code: '61', label: '普通高中毕业', heading: false, rank: 30 },
  { code: '62', label: '普通高中结业', heading: false, rank: 29 },
  { code: '63', label: '普通高中肄业', heading: false, rank: 28 },
  { code: '70', label: '初级中学教育', heading: true, rank: 20 },
  { code: '71', label: '初中毕业', heading: false, rank: 20 },
  { code: '73', label: '初中肄业', heading: false, rank: 18 },
  { code: '80', label: '小学教育', heading: true, rank: 10 },
  { code: '81', label: '小学毕业', heading: false, rank: 10 },
  { code: '83', label: '小学肄业', heading: false, rank: 8 },
  { code: '90', label: '其他', heading: false, rank: 0 },
]

/** The name of the education, such as 大学本科毕业, or undefined. */
export function educationLabel(code: string): string | undefined {
  return labelIn(educations, code)
}

/** The rank of the education, for finding the highest of several; 0 for a code that the list does not have. */
export function educationRank(code: string): number {
  return educations.find((education) => education.code === code)?.rank ?? 0
}

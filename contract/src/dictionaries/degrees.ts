import { type Entry, labelIn } from './entry.ts'

/** A line of 学位; `rank`: 3 博士, 2 硕士, 1 学士, 0 none. An honorary doctorate stands above as the standard lists it. */
export interface Degree extends Entry {
  readonly rank: number
}

/**
 * 学位 by GB/T 6864-2003: the first digit is the level, the next two the discipline or the professional
 * degree. 艺术学 (13) became a discipline of its own after that edition and follows its numbering.
 */
export const degrees: readonly Degree[] = [
  { code: '0', label: '无', rank: 0 },
  { code: '1', label: '名誉博士', rank: 4 },
  { code: '2', label: '博士', rank: 3 },
  { code: '201', label: '哲学博士', rank: 3 },
  { code: '202', label: '经济学博士', rank: 3 },
  { code: '203', label: '法学博士', rank: 3 },
  { code: '204', label: '教育学博士', rank: 3 },
  { code: '205', label: '文学博士', rank: 3 },
  { code: '206', label: '历史学博士', rank: 3 },
  { code: '207', label: '理学博士', rank: 3 },
  { code: '208', label: '工学博士', rank: 3 },
  { code: '209', label: '农学博士', rank: 3 },
  { code: '210', label: '医学博士', rank: 3 },
  { code: '211', label: '军事学博士', rank: 3 },
  { code: '212', label: '管理学博士', rank: 3 },
  { code: '213', label: '艺术学博士', rank: 3 },
  { code: '245', label: '临床医学博士专业学位', rank: 3 },
  { code: '248', label: '兽医博士专业学位', rank: 3 },
  { code: '250', label: '口腔医学博士专业学位', rank: 3 },
  { code: '3', label: '硕士', rank: 2 },
  { code: '301', label: '哲学硕士', rank: 2 },
  { code: '302', label: '经济学硕士', rank: 2 },
  { code: '303', label: '法学硕士', rank: 2 },
  { code: '304', label: '教育学硕士', rank: 2 },
  { code: '305', label: '文学硕士', rank: 2 },
  { code: '306', label: '历史学硕士', rank: 2 },
  { code: '307', label: '理学硕士', rank: 2 },
  { code: '308', label: '工学硕士', rank: 2 },
  { code: '309', label: '农学硕士', rank: 2 },
  { code: '310', label: '医学硕士', rank: 2 },
  { code: '311', label: '军事学硕士', rank: 2 },
  { code: '312', label: '管理学硕士', rank: 2 },
  { code: '313', label: '艺术学硕士', rank: 2 },
  { code: '341', label: '法律硕士专业学位', rank: 2 },
  { code: '342', label: '教育硕士专业学位', rank: 2 },
  { code: '343', label: '工程硕士专业学位', rank: 2 },
  { code: '344', label: '建筑学硕士专业学位', rank: 2 },
  { code: '345', label: '临床医学硕士专业学位', rank: 2 },
  { code: '346', label: '工商管理硕士专业学位', rank: 2 },
  { code: '347', label: '农业推广硕士专业学位', rank: 2 },
  { code: '348', label: '兽医硕士专业学位', rank: 2 },
  { code: '349', label: '公共管理硕士专业学位', rank: 2 },
  { code: '350', label: '口腔医学硕士专业学位', rank: 2 },
  { code: '351', label: '公共卫生硕士专业学位', rank: 2 },
  { code: '352', label: '军事硕士专业学位', rank: 2 },
  { code: '4', label: '学士', rank: 1 },
  { code: '401', label: '哲学学士', rank: 1 },
  { code: '402', label: '经济学学士', rank: 1 },
  { code: '403', label: '法学学士', rank: 1 },
  { code: '404', label: '教育学学士', rank: 1 },
  { code: '405', label: '文学学士', rank: 1 },
  { code: '406', label: '历史学学士', rank: 1 },
  { code: '407', label: '理学学士', rank: 1 },
  { code: '408', label: '工学学士', rank: 1 },
  { code: '409', label: '农学学士', rank: 1 },
  { code: '410', label: '医学学士', rank: 1 },
  { code: '411', label: '军事学学士', rank: 1 },
  { code: '412', label: '管理学学士', rank: 1 },
  { code: '413', label: '艺术学学士', rank: 1 },
  { code: '444', label: '建筑学学士专业学位', rank: 1 },
]

/** The name of the degree, such as 工学硕士, or undefined. */
export function degreeLabel(code: string): string | undefined {
  return labelIn(degrees, code)
}

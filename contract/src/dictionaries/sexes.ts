import { type Entry, labelIn } from './entry.ts'

/** A line of 性别, with its digit in GB/T 2261.1. */
export interface Sex extends Entry<'male' | 'female'> {
  readonly standard: '1' | '2'
}

/** 性别 as a profile knows it. GB/T 2261.1 also has 0 未知 and 9 未说明, which no identity document of ours shows. */
export const sexes: readonly Sex[] = [
  { code: 'male', label: '男', standard: '1' },
  { code: 'female', label: '女', standard: '2' },
]

/** 男 or 女, or undefined. */
export function sexLabel(code: string): string | undefined {
  return labelIn(sexes, code)
}

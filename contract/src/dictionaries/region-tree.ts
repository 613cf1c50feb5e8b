import type { Entry } from './entry.ts'

/** A division of GB/T 2260: six digits, `440000` province, `440100` city, `440103` county. */
export type Region = Entry

/** What can be asked of a table of divisions. */
export interface RegionTree {
  /** The division's own name, or undefined. */
  readonly name: (code: string) => string | undefined
  /** From the province down to the division itself; empty for a code that the table does not have. */
  readonly path: (code: string) => readonly Region[]
  /** The divisions directly below, in the order of their codes; of the provinces' own parent, `''`, the provinces. */
  readonly children: (code: string) => readonly Region[]
}

/**
 * Reads a table: a line for each province, `44广东省/01广州市 03荔湾区 …/02韶关市 …`, each code without
 * what stands above it. A city without a name groups counties that answer to the province directly
 * (all of 北京's, 仙桃市 …): they are the province's children here, as people think of them. Read on first use.
 */
/* @__NO_SIDE_EFFECTS__ */
export function regionTree(table: string): RegionTree {
  let read: { names: Map<string, string>; below: Map<string, Region[]> } | undefined
  const ready = () => (read ??= readTable(table))
  const parentOf = (code: string): string => {
    const city = `${code.slice(0, 4)}00`
    if (city !== code && ready().names.has(city)) return city
    return code.endsWith('0000') ? '' : `${code.slice(0, 2)}0000`
  }
  const path = (code: string): readonly Region[] => {
    const label = ready().names.get(code)
    return label === undefined ? [] : [...path(parentOf(code)), { code, label }]
  }
  return {
    name: (code) => ready().names.get(code),
    path,
    children: (code) => ready().below.get(code) ?? [],
  }
}

function readTable(table: string) {
  const names = new Map<string, string>()
  const below = new Map<string, Region[]>()
  const add = (parent: string, code: string, label: string): void => {
    names.set(code, label)
    const siblings = below.get(parent)
    if (siblings) siblings.push({ code, label })
    else below.set(parent, [{ code, label }])
  }
  for (const line of table.split('\n')) {
    const [head = '', ...cities] = line.split('/')
    const province = `${head.slice(0, 2)}0000`
    add('', province, head.slice(2))
    for (const text of cities) {
      const [first = '', ...counties] = text.split(' ')
      const prefix = head.slice(0, 2) + first.slice(0, 2)
      const city = first.length > 2 ? `${prefix}00` : province
      if (city !== province) add(province, city, first.slice(2))
      for (const county of counties) add(city, prefix + county.slice(0, 2), county.slice(2))
    }
  }
  return { names, below }
}

import { type Region, regionTree } from './region-tree.ts'
import { regionsTable } from './regions-table.ts'

// The whole country, for 籍贯: pages load this file only when the field is opened.
const tree = /* @__PURE__ */ regionTree(regionsTable)

/** The name of a division of China (GB/T 2260), such as 浙江省 or 东城区, or undefined. */
export function regionName(code: string): string | undefined {
  return tree.name(code)
}

/** From the province down to the division itself; empty for an unknown code. Join the labels for 浙江省杭州市西湖区. */
export function regionPath(code: string): readonly Region[] {
  return tree.path(code)
}

/** Provinces of `''`, cities of a province (or its counties where no city is between), counties of a city. */
export function childrenOf(code: string): readonly Region[] {
  return tree.children(code)
}

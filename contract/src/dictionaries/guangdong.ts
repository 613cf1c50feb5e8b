import { guangdongTable } from './guangdong-table.ts'
import { type Region, regionTree } from './region-tree.ts'

// Guangdong alone: a twentieth of the country's table, and all that units and workplaces need.
const tree = /* @__PURE__ */ regionTree(guangdongTable)

/** Guangdong's own code; its children are the 21 cities. */
export const guangdongCode = '440000'

/** The name of a division of Guangdong, such as 天河区, or undefined. */
export function regionName(code: string): string | undefined {
  return tree.name(code)
}

/** From 广东省 down to the division itself; empty for a code that is not Guangdong's. Join the labels for 广东省广州市天河区. */
export function regionPath(code: string): readonly Region[] {
  return tree.path(code)
}

/** Cities of the province, counties of a city; 东莞 `441900` and 中山 `442000` have none. `''` gives the province. */
export function childrenOf(code: string): readonly Region[] {
  return tree.children(code)
}

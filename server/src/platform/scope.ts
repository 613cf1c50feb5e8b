/**
 * How far an actor sees. Every query that lists or finds takes one, and what lies outside it does
 * not exist for the actor. Only orgs mints them (the structure test holds it to that).
 */
declare const minted: unique symbol
export type Reach =
  | { kind: 'nothing' }
  | { kind: 'own'; personId: string }
  | { kind: 'unit'; unitId: string }
  | { kind: 'region'; unitId: string; regionCode: string }
  | { kind: 'trade'; unitId: string; regionCode: string; industryCode: string }
export type Scope = Reach & { readonly [minted]: true }

export const mintScope = (reach: Reach): Scope => reach as Scope // the one place that brands

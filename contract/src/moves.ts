import type { ActorKind } from './actor.ts'

/** One row of a table of states: from where, to where, by whom, and under which facts. */
export interface Move<State extends string, Fact extends string> {
  readonly from: readonly State[]
  /** null: the record stays in its state; the row only says who may do it. */
  readonly to: State | null
  readonly by: readonly ActorKind[]
  /** Facts that the store fetches with the record; all must hold. */
  readonly when: readonly Fact[]
}

export type Moves<State extends string, Fact extends string> = Readonly<
  Record<string, Move<State, Fact>>
>

/** What is known of a record and an actor at the moment of asking. */
export type Facts<Fact extends string> = Readonly<Record<Fact, boolean>>

/**
 * The moves that this kind of actor may make from this state, given the facts. Pure: the server
 * sends the result as `open`, and a page enables a button if and only if its move is in it.
 */
export function openMoves<State extends string, Fact extends string, Name extends string>(
  table: Readonly<Record<Name, Move<State, Fact>>>,
  state: State,
  kind: ActorKind,
  facts: Facts<Fact>,
): Name[] {
  const names = Object.keys(table) as Name[] // the table's own keys
  return names.filter((name) => {
    const move = table[name]
    return (
      move.from.includes(state) && move.by.includes(kind) && move.when.every((fact) => facts[fact])
    )
  })
}

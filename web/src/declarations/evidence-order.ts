import {
  orderEvidence,
  readDeclaration,
  type Declaration,
  type Evidence,
} from '@xueshi/contract/declarations'
import { useMove } from '../queries.ts'
import { textOf } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { toast } from '../ui/toast.tsx'

/** How the files of a record change places with their neighbours; nothing where they may not. */
export function useOrdering(record: Declaration, held: readonly Evidence[]) {
  const order = useMove(orderEvidence, { refresh: [readDeclaration] })
  const swap = (one: Evidence | undefined, other: Evidence | undefined, word: string) => {
    if (!one || !other || order.isPending || !record.open.includes('edit')) return undefined
    const placed = { [one.id]: other.id, [other.id]: one.id }
    const ids = record.evidence.map(({ id }) => placed[id] ?? id)
    return () =>
      void order
        .mutateAsync({ params: { id: record.id }, body: { version: record.version, ids } })
        .then(
          () => announce(`${one.name} 已${word}`),
          (error: unknown) => toast(textOf(error), 'error'),
        )
  }
  return {
    up: (at: number) => swap(held[at], held[at - 1], '上移'),
    down: (at: number) => swap(held[at], held[at + 1], '下移'),
  }
}

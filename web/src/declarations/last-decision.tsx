import {
  bulkReview,
  listDecided,
  listReviews,
  readDeclaration,
  readQueue,
} from '@xueshi/contract/declarations'
import { useSyncExternalStore } from 'react'
import { useMove } from '../queries.ts'
import { errorText, textOf } from '../ui/errors.ts'
import { Icon } from '../ui/icon.tsx'
import { toast } from '../ui/toast.tsx'
import './review.css'

/** What was decided last from this window, and what to ask for to take it back. */
export interface LastDecision {
  /** What was done: 已认定 12 学时. */
  words: string
  /** To what: a person and a course, or how many records. */
  about: string
  items: readonly { id: string; version: number }[]
}

let last: LastDecision | null = null
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Keeps a decision in sight until the next one, so that a slip of the hand can be taken back. */
export function rememberDecision(decision: LastDecision | null): void {
  last = decision
  for (const listener of listeners) listener()
}

/** The last decision with [撤销]: the server allows it as long as nothing followed. */
export function LastDecisionLine() {
  const decision = useSyncExternalStore(subscribe, () => last)
  const undo = useMove(bulkReview, {
    refresh: [readDeclaration, listReviews, listDecided, readQueue],
  })
  const takeBack = async ({ items }: LastDecision) => {
    try {
      const { results } = await undo.mutateAsync({
        body: { act: 'undo', items: [...items], reason: null },
      })
      rememberDecision(null)
      const [refused] = results.filter((result) => result.refused !== null)
      const undone = results.filter((result) => result.refused === null).length
      if (undone > 0)
        toast(items.length === 1 ? '已撤销，记录恢复为待审核' : `已撤销 ${undone} 条，恢复为待审核`)
      if (refused?.refused)
        toast(
          refused.refused === 'WRONG_STATE' || refused.refused === 'STALE'
            ? '有后续办理的记录不能撤销'
            : errorText(refused.refused),
          'warn',
        )
    } catch (error) {
      toast(textOf(error), 'error')
    }
  }
  return (
    <div role="status" className="last-decision">
      {decision && (
        <>
          <Icon name="checkCircle" />
          <span className="last-decision-words">{decision.words}</span>
          <span className="last-decision-about">{decision.about}</span>
          <button
            type="button"
            className="link-button"
            disabled={undo.isPending}
            onClick={() => void takeBack(decision)}
          >
            撤销
          </button>
        </>
      )}
    </div>
  )
}

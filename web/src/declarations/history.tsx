import type { Declaration } from '@xueshi/contract/declarations'
import { DefinitionList } from '../ui/facts.tsx'
import { Status } from '../ui/status.tsx'
import { Timeline } from '../ui/timeline.tsx'
import { actText, actTone, officeText, stepText, stepTone } from './text.ts'

/** The offices on the way through review, and where each stands. */
export function ReviewSteps({ record }: { record: Declaration }) {
  return (
    <DefinitionList
      facts={record.steps.map(({ office, officeName, state }, at) => ({
        term: `${at + 1}. ${officeName ?? officeText[office]}`,
        value: <Status tone={stepTone[state]}>{stepText[state]}</Status>,
      }))}
    />
  )
}

/** Who did what with the record, newest first. */
export function History({ record }: { record: Declaration }) {
  return (
    <Timeline
      events={newestFirst(record.timeline).map(
        ({ at, act, by, office, reason, decision, late }) => ({
          at,
          what: late ? `${actText[act]}（逾期审核）` : actText[act],
          who: by,
          office,
          why: reason,
          paper: decision,
          tone: actTone[act],
        }),
      )}
    />
  )
}

/** Stable: of two events at the same instant, the one given later is the newer. */
export function newestFirst<Item extends { at: string }>(items: readonly Item[]): Item[] {
  return items
    .map((item, at) => ({ item, at }))
    .sort((one, other) => other.item.at.localeCompare(one.item.at) || other.at - one.at)
    .map(({ item }) => item)
}

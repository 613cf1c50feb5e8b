import { type Correction, readCorrection } from '@xueshi/contract/corrections'
import { type Fresh, freshFrom } from '../file-bytes.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Timeline } from '../ui/timeline.tsx'
import { actText, actTone, documentText, kindText } from './text.ts'

/** Addresses of its evidence that hold from now on. */
export const freshEvidence = (id: string): Fresh =>
  freshFrom(readCorrection, { params: { id } }, ({ files }) => files)

/** What stands and what it should be, beside each other. */
export function CorrectionFacts({ request }: { request: Correction }) {
  const { kind, before, after, form, grounds } = request
  return (
    <DefinitionList
      facts={[
        { term: '申请事项', value: kindText[kind] },
        { term: '登记的姓名', value: before.name },
        { term: '登记的证件', value: documentText(before) },
        ...(kind === 'name' ? [{ term: '更正后的姓名', value: after?.name }] : []),
        ...(kind === 'document' && after
          ? [{ term: '更正后的证件', value: documentText(after) }]
          : []),
        ...(kind === 'merge' && form
          ? [{ term: '要并入的另一个账号', value: form.otherUserName }]
          : []),
        { term: '申请理由', value: grounds, wide: true },
      ]}
    />
  )
}

/** Who did what with the request, newest first. */
export function History({ request }: { request: Correction }) {
  return (
    <Timeline
      events={request.timeline.toReversed().map(({ at, act, by, office, reason }) => ({
        at,
        what: actText(act, request.kind),
        who: by,
        office,
        why: reason,
        tone: actTone[act],
      }))}
    />
  )
}

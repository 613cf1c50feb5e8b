import {
  grantDeclaration,
  upholdDeclaration,
  type Declaration,
} from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { useState } from 'react'
import type { CallError } from '../call.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from '../ui/page.tsx'
import { overtaking, type DecisionsProps } from './decisions.tsx'
import { newestFirst } from './history.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { RecognitionFields, useRecognition, type Recognition } from './recognition.tsx'

/** 申诉: what the person says against the decision, then [改判认定] or [维持原决定]. */
export function Hearing({ record, decided, overtaken }: Omit<DecisionsProps, 'asking' | 'ask'>) {
  const { id, version, recognisedTenths } = record
  const params = { id }
  const [asking, setAsking] = useState(false)
  const uphold = useMove(upholdDeclaration)
  const grant = useMove(grantDeclaration)
  const form = useRecognition(record)
  const refused = (error: CallError) => {
    if (!overtaking.includes(error.code)) return false
    setAsking(false)
    overtaken(error)
    return true
  }
  const doGrant = async (recognition: Recognition) => {
    const reply = await grant.mutateAsync({ params, body: { version, ...recognition } })
    decided(`已改判认定 ${formatHours(recognition.recognisedTenths)} 学时`, reply)
  }
  const appeal = newestFirst(record.timeline).find(({ act }) => act === 'appeal')
  const against =
    recognisedTenths === null ? '不予认定' : `认定 ${formatHours(recognisedTenths)} 学时`
  return (
    <Card title="审理申诉">
      <Notice title={`对“${against}”的申诉`}>{appeal?.reason}</Notice>
      {record.reason && <p className="field-hint">{`原决定的理由：${record.reason}`}</p>}
      <div className="decision">
        <RecognitionFields
          form={form}
          record={record}
          decide={doGrant}
          refused={refused}
          verb="改判认定"
        >
          <Button onClick={() => setAsking(true)}>维持原决定</Button>
        </RecognitionFields>
      </div>
      <ReasonDialog
        open={asking}
        close={() => setAsking(false)}
        title="维持原决定"
        label="维持的理由"
        verb="维持原决定"
        common="upholdReasons"
        refused={refused}
        decide={async (reason) => {
          const reply = await uphold.mutateAsync({ params, body: { version, reason } })
          setAsking(false)
          decided('已维持原决定', reply)
        }}
      />
    </Card>
  )
}

/** Whether what waits at this office is an appeal. */
export const isHearing = ({ open }: Pick<Declaration, 'open'>) => open.includes('grant')

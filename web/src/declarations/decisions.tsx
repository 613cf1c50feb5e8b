import {
  passDeclaration,
  recogniseDeclaration,
  rejectDeclaration,
  returnDeclaration,
  type Declaration,
} from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { useState } from 'react'
import { CallError } from '../call.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { RecognitionFields, useRecognition, type Recognition } from './recognition.tsx'

/** Which window of the decision is open. */
export type Asking = 'accept' | 'return' | 'reject' | null

export interface DecisionsProps {
  record: Declaration
  asking: Asking
  ask: (asking: Asking) => void
  /** What was done, in words, and the record as it is now: the next one opens. */
  decided: (words: string, record: Declaration) => void
  /** Somebody else decided, or it changed: the record as it stands now, where the server told. */
  overtaken: (error: CallError) => void
}

/** [认定], or [通过，转上级] where another office follows; [退回] and [不予认定]. */
export function Decisions({ record, asking, ask, decided, overtaken }: DecisionsProps) {
  const { id, version, open } = record
  const params = { id }
  const [refusal, setRefusal] = useState<unknown>(null)
  const recognise = useMove(recogniseDeclaration)
  const pass = useMove(passDeclaration)
  const giveBack = useMove(returnDeclaration)
  const reject = useMove(rejectDeclaration)
  const form = useRecognition(record)

  const refused = (error: CallError) => {
    if (!overtaking.includes(error.code)) return false
    ask(null)
    overtaken(error)
    return true
  }
  const doRecognise = async (recognition: Recognition) => {
    const reply = await recognise.mutateAsync({ params, body: { version, ...recognition } })
    decided(`已认定 ${formatHours(recognition.recognisedTenths)} 学时`, reply)
  }
  const doPass = async () => {
    setRefusal(null)
    try {
      const reply = await pass.mutateAsync({ params, body: { version } })
      decided('已通过，转上级审核', reply)
    } catch (error) {
      if (!(error instanceof CallError) || !refused(error)) setRefusal(error)
    }
  }
  const accept = () => {
    ask(null)
    if (open.includes('pass')) return void doPass()
    // Through the form, so that its rules and its messages hold.
    document.querySelector<HTMLFormElement>('.decision form')?.requestSubmit()
  }
  const typed = form.watch('recognisedTenths')
  const others = (
    <>
      {open.includes('return') && (
        <Button icon="returned" onClick={() => ask('return')}>
          退回
        </Button>
      )}
      {open.includes('reject') && (
        <Button look="danger" icon="ban" onClick={() => ask('reject')}>
          不予认定
        </Button>
      )}
    </>
  )
  return (
    <Card title="审核意见">
      {refusal !== null && (
        <Notice tone="error" live>
          {textOf(refusal)}
        </Notice>
      )}
      <div className="decision">
        {open.includes('recognise') && (
          <RecognitionFields
            form={form}
            record={record}
            decide={doRecognise}
            refused={refused}
            verb="认定"
          >
            {others}
          </RecognitionFields>
        )}
        {open.includes('pass') && (
          <Row>
            <Button look="primary" icon="check" busy={pass.isPending} onClick={() => void doPass()}>
              通过，转上级
            </Button>
            {others}
          </Row>
        )}
      </div>
      <Dialog
        open={asking === 'accept'}
        close={() => ask(null)}
        title={
          open.includes('pass')
            ? '通过并转上级审核？'
            : `认定 ${typeof typed === 'number' ? formatHours(typed) : ''} 学时？`
        }
        actions={
          <>
            <Button onClick={() => ask(null)}>取消</Button>
            {/* Opened by a key, it is closed by a key: A, then Enter. */}
            {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
            <Button look="primary" autoFocus onClick={accept}>
              {open.includes('pass') ? '通过，转上级' : '认定'}
            </Button>
          </>
        }
      >
        <p>{`${record.person.name}：${record.name}`}</p>
      </Dialog>
      <ReasonDialog
        open={asking === 'return'}
        close={() => ask(null)}
        title="退回这条记录"
        label="退回原因"
        verb="退回"
        common="returnReasons"
        refused={refused}
        decide={async (reason) => {
          const reply = await giveBack.mutateAsync({ params, body: { version, reason } })
          ask(null)
          decided('已退回', reply)
        }}
      />
      <ReasonDialog
        open={asking === 'reject'}
        close={() => ask(null)}
        title="不予认定这条记录"
        label="不予认定的原因"
        verb="不予认定"
        danger
        common="rejectReasons"
        refused={refused}
        decide={async (reason) => {
          const reply = await reject.mutateAsync({ params, body: { version, reason } })
          ask(null)
          decided('已作出不予认定的决定', reply)
        }}
      />
    </Card>
  )
}

/** Refusals that say: somebody else was quicker. */
export const overtaking: readonly CallError['code'][] = [
  'STALE',
  'WRONG_STATE',
  'NOT_FOUND',
  'NOT_YOUR_STEP',
]

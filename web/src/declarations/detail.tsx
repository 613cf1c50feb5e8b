import {
  listDeclarations,
  readDeclaration,
  withdrawDeclaration,
  type Declaration,
  type DeclarationState,
} from '@xueshi/contract/declarations'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam, useUrlState } from '../url.ts'
import { Appeal } from './appeal.tsx'
import { CheckAnswers } from './check-answers.tsx'
import { Checks } from './checks.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { EvidenceUpload } from './evidence-upload.tsx'
import { History, ReviewSteps } from './history.tsx'
import { Receipt } from './receipt.tsx'
import { RecordFacts } from './record-facts.tsx'
import { stateText, stateTone } from './text.ts'

const View = z.object({ view: z.optional(z.enum(['check', 'sent'])) })
const back = { to: paths.declarations(), text: '继续教育记录申报' }

/** A record: read, checked before 送审 (`?view=check`), or just sent (`?view=sent`). */
export default function DeclarationDetail() {
  const id = usePathParam('id')
  const [{ view }] = useUrlState(View)
  const reading = useRead(readDeclaration, { params: { id } })
  const record = reading.data
  if (!record)
    return (
      <Page title="继续教育记录" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )}
      </Page>
    )
  if (view === 'check' && sends(record)) return <CheckAnswers record={record} />
  if (view === 'sent' && record.steps.some(({ state }) => state === 'open'))
    return <Receipt record={record} />
  return <Detail record={record} />
}

const sends = ({ open }: Declaration) => open.includes('submit') || open.includes('resubmit')

function Detail({ record }: { record: Declaration }) {
  const edit = paths.editDeclaration(record.id)
  const changes = record.open.includes('edit')
  return (
    <Page
      title={record.name}
      back={back}
      lead={<Status tone={stateTone[record.state]}>{stateText[record.state]}</Status>}
      actions={
        <>
          {changes && (
            <ButtonLink icon="pencil" to={edit}>
              编辑
            </ButtonLink>
          )}
          {sends(record) && (
            <ButtonLink
              look="primary"
              icon="send"
              to={`${paths.declaration(record.id)}?view=check`}
            >
              送审
            </ButtonLink>
          )}
          {record.open.includes('withdraw') && <Withdraw record={record} />}
          <ButtonLink icon="file" to={paths.newDeclaration({ copy: record.id })}>
            复制为新记录
          </ButtonLink>
          {record.open.includes('appeal') && <Appeal record={record} />}
        </>
      }
    >
      {record.reason && (
        <Notice
          tone={stateTone[record.state] === 'ok' ? 'info' : 'warn'}
          title={reasonText[record.state]}
          actions={changes && <ButtonLink to={edit}>按要求修改</ButtonLink>}
        >
          {record.reason}
        </Notice>
      )}
      <Card title="基本信息">
        <RecordFacts record={record} />
      </Card>
      {record.open.includes('attach') && !changes ? (
        <EvidenceUpload record={record} />
      ) : (
        <Card title="附件">
          <EvidenceList record={record} />
        </Card>
      )}
      {changes && (
        <Card title="送审前检查">
          <Checks checks={record.checks} none="没有发现问题，可以送审。" />
        </Card>
      )}
      {record.steps.length > 0 && (
        <Card title="审核流程">
          <ReviewSteps record={record} />
        </Card>
      )}
      <Card title="办理经过">
        <History record={record} />
      </Card>
    </Page>
  )
}

const reasonText: Record<DeclarationState, string> = {
  draft: '上次的审核意见',
  submitted: '上次的审核意见',
  underReview: '上次的审核意见',
  returned: '退回原因',
  recognised: '少于拟申报学时的原因',
  rejected: '不予认定的原因',
  appealed: '原决定的理由',
  revoked: '撤销认定的理由',
}

function Withdraw({ record }: { record: Declaration }) {
  const [asking, setAsking] = useState(false)
  const withdraw = useMove(withdrawDeclaration, { refresh: [readDeclaration, listDeclarations] })
  const reading = useRead(readDeclaration, { params: { id: record.id } })
  const { id, version } = record
  const confirm = async () => {
    try {
      await withdraw.mutateAsync({ params: { id }, body: { version } })
      toast('已撤回，可以修改后再次送审')
    } catch (error) {
      toast(textOf(error), 'error')
      await reading.refetch()
    }
    setAsking(false)
  }
  return (
    <>
      <Button icon="returned" onClick={() => setAsking(true)}>
        撤回
      </Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title="撤回这条记录？"
        verb="撤回"
        busy={withdraw.isPending}
        confirm={() => void confirm()}
      >
        <p>撤回后变为草稿，可以修改，修改后需要重新送审。</p>
      </Confirm>
    </>
  )
}

import { type Correction, readCorrection } from '@xueshi/contract/corrections'
import {
  approveCorrection,
  listCorrectionReviews,
  rejectCorrection,
  returnCorrection,
} from '@xueshi/contract/corrections/reviews'
import { useState } from 'react'
import { accountStateText } from '../accounts/state-text.ts'
import { AttachmentList } from '../attachments.tsx'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { CorrectionFacts, History, freshEvidence } from './facts.tsx'
import { Numbers } from './numbers.tsx'
import { askedText, documentText, kindText, obstacleText, stateText, stateTone } from './text.ts'

const refresh = [listCorrectionReviews, readCorrection]
const back = { to: paths.correctionReviews(), text: '更正申请' }

/** One request that waits: what stands, what is asked for, the evidence, and the decision. */
export default function ReviewCorrection() {
  const id = usePathParam('id')
  const read = useRead(readCorrection, { params: { id } })
  const request = read.data
  if (!request)
    return (
      <Page title="更正申请" back={back}>
        <Card>
          {read.error ? (
            <Failed error={read.error} retry={() => void read.refetch()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </Card>
      </Page>
    )
  return <OpenRequest key={request.id} request={request} reload={() => void read.refetch()} />
}

type Asking = 'approve' | 'return' | 'reject'

function OpenRequest({ request, reload }: { request: Correction; reload: () => void }) {
  const go = useGo()
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  const decided = (words: string) => {
    toast(words)
    go(paths.correctionReviews())
  }
  const overtaken = (error: CallError) => {
    close()
    toast(textOf(error), 'error')
    reload()
  }
  const decision = { request, close, decided, overtaken }
  const { kind, before, state, obstacle, open } = request
  return (
    <Page
      title={`${before.name}：${kindText[kind]}`}
      back={back}
      lead={<Status tone={stateTone[state]}>{stateText[state]}</Status>}
    >
      {obstacle && (
        <Notice tone="warn" title="现在不能同意">
          <p>{obstacleText[obstacle]}</p>
        </Notice>
      )}
      {state === 'submitted' && open.length === 0 && (
        <Notice>这项申请与您本人有关，请由其他人员办理。</Notice>
      )}
      <Card title="申请内容">
        <CorrectionFacts request={request} />
        <Numbers request={request} />
      </Card>
      {request.other && <Other other={request.other} />}
      <Card title="证明材料">
        <AttachmentList files={request.files} fresh={freshEvidence(request.id)} />
      </Card>
      <Card title="办理经过">
        <History request={request} />
      </Card>
      {open.length > 0 && (
        <FormActions>
          <Button
            look="primary"
            unavailable={!open.includes('approve') && '请先看页首的提示'}
            onClick={() => setAsking('approve')}
          >
            {`同意${askedText[kind]}`}
          </Button>
          <Button onClick={() => setAsking('return')}>退回补充</Button>
          <Button onClick={() => setAsking('reject')}>不同意</Button>
        </FormActions>
      )}
      <Approve open={asking === 'approve'} {...decision} />
      <Dialog
        open={asking === 'return' || asking === 'reject'}
        close={close}
        title={asking === 'reject' ? `不同意${askedText[kind]}` : '退回补充'}
      >
        {(asking === 'return' || asking === 'reject') && <Refuse act={asking} {...decision} />}
      </Dialog>
    </Page>
  )
}

function Other({ other }: { other: NonNullable<Correction['other']> }) {
  return (
    <Card title="要并入的另一个账号">
      <DefinitionList
        facts={[
          { term: '登录账号', value: other.accountName ?? '尚未注册' },
          { term: '姓名', value: other.name },
          { term: '证件', value: documentText(other) },
          { term: '状态', value: accountStateText[other.state] },
          { term: '工作单位', value: other.unitName },
          {
            term: '最近登录',
            value: other.lastLoginAt ? formatInstant(other.lastLoginAt) : null,
          },
        ]}
      />
    </Card>
  )
}

interface Decision {
  request: Correction
  close: () => void
  decided: (words: string) => void
  overtaken: (error: CallError) => void
}

function Approve({ open, request, close, decided, overtaken }: Decision & { open: boolean }) {
  const send = useMove(approveCorrection, { refresh })
  const { id, version, kind, before, after, other } = request
  return (
    <Confirm
      open={open}
      close={close}
      title={kind === 'merge' ? '合并这两个账号？' : '同意这项更正？'}
      verb={`同意${askedText[kind]}`}
      danger={kind === 'merge'}
      busy={send.isPending}
      confirm={() =>
        send.mutate(
          { params: { id }, body: { version } },
          { onSuccess: () => decided(`已同意，${askedText[kind]}即时生效`), onError: overtaken },
        )
      }
    >
      {kind === 'name' && <p>{`姓名由“${before.name}”更正为“${after?.name ?? ''}”。`}</p>}
      {kind === 'document' && after && (
        <p>{`证件由 ${documentText(before)} 更正为 ${documentText(after)}。`}</p>
      )}
      {kind === 'merge' && (
        <p>
          {`账号 ${other?.accountName ?? other?.name ?? ''} 将并入 ${before.name} 的现有账号：记录和学时转入，另一个账号不能再登录，为它签发的证书随之撤销。合并后不能恢复。`}
        </p>
      )}
      {kind !== 'merge' && <p>已签发的证书仍保留签发时的内容。</p>}
    </Confirm>
  )
}

function Refuse({
  act,
  request: { id, version, kind },
  close,
  decided,
  overtaken,
}: Decision & { act: 'return' | 'reject' }) {
  const isReject = act === 'reject'
  const giveBack = useMove(returnCorrection, { refresh })
  const reject = useMove(rejectCorrection, { refresh })
  const send = isReject ? reject : giveBack
  const form = useFormOf(returnCorrection.parts.body, { start: { version, reason: '' } })
  return (
    <Form
      form={form}
      label={isReject ? `不同意${askedText[kind]}` : '退回补充'}
      submit={async (body) => {
        await send.mutateAsync({ params: { id }, body })
        decided(isReject ? '已办结，申请人会看到原因' : '已退回，申请人会看到原因')
      }}
      refused={whenOvertaken(overtaken)}
    >
      <TextArea
        {...form.at('reason')}
        label={isReject ? '不同意的原因' : '退回原因'}
        hint="申请人会看到这段话"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>{isReject ? '不同意' : '退回补充'}</SubmitButton>
      </Row>
    </Form>
  )
}

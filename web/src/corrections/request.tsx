import {
  addCorrectionFile,
  type Correction,
  correctionLimit,
  listCorrections,
  readCorrection,
  removeCorrectionFile,
  saveCorrection,
  submitCorrection,
  withdrawCorrection,
} from '@xueshi/contract/corrections'
import { useState } from 'react'
import { AttachmentList, Attachments } from '../attachments.tsx'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { keyOf, queryClient, useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions } from '../ui/form-actions.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Steps } from '../ui/steps.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import { CorrectionFacts, History, freshEvidence } from './facts.tsx'
import { CorrectionFields } from './form.tsx'
import { steps } from './steps.ts'
import { approvedText, askedText, evidenceHint, kindText, stateText, stateTone } from './text.ts'

const refresh = [readCorrection, listCorrections]
const back = { to: paths.corrections(), text: '更正申请' }

/** One of the person's own: corrected and sent while it may be, else how it stands. */
export default function CorrectionRequest() {
  const id = usePathParam('id')
  const read = useRead(readCorrection, { params: { id } })
  const list = useRead(listCorrections, { query: {} })
  const error = read.error ?? list.error
  const { data } = read
  if (!data || !list.data)
    return (
      <Page title="更正申请" width="form" back={back}>
        <Card>
          {error ? (
            <Failed error={error} retry={() => void read.refetch()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </Card>
      </Page>
    )
  const step = data.open.includes('edit') ? 1 : 2
  return (
    <Page
      title={kindText[data.kind]}
      width="form"
      back={back}
      lead={<Status tone={stateTone[data.state]}>{stateText[data.state]}</Status>}
    >
      {step === 1 ? (
        <Editing request={data} hasUnit={list.data.hasUnit} />
      ) : (
        <Standing request={data} />
      )}
      {data.state !== 'draft' && (
        <Card title="办理经过">
          <History request={data} />
        </Card>
      )}
    </Page>
  )
}

const overtaken = async (error: CallError) => {
  toast(textOf(error), 'error')
  await queryClient.invalidateQueries({ queryKey: keyOf(readCorrection) })
}

function Editing({ request, hasUnit }: { request: Correction; hasUnit: boolean }) {
  const { id, version, kind, form } = request
  const params = { id }
  const save = useMove(saveCorrection, { refresh, done: () => toast('已保存') })
  const submit = useMove(submitCorrection, { refresh })
  const place = useMove(addCorrectionFile)
  const remove = useMove(removeCorrectionFile, { refresh })
  const isComplete = request.open.includes('submit')
  return (
    <>
      <Steps steps={[...steps]} current={1} />
      {request.reason && (
        <Notice tone="warn" title="已退回，请补充后重新提交">
          {`退回原因：${request.reason}`}
        </Notice>
      )}
      <Card title="证明材料">
        <p>{evidenceHint[kind]}</p>
        <Attachments
          files={request.files}
          fresh={freshEvidence(request.id)}
          place={(file) => place.mutateAsync({ params, body: file })}
          arrived={() => queryClient.invalidateQueries({ queryKey: keyOf(readCorrection) })}
          remove={(fileId) => remove.mutateAsync({ params: { id, fileId } })}
          limit={correctionLimit}
          accept=".pdf,.jpg,.jpeg,.png"
          typesText="PDF、JPG、PNG"
        />
      </Card>
      <Card title="申请内容">
        <CorrectionFields
          key={version}
          start={form}
          hasUnit={hasUnit}
          verb="保存修改"
          save={(values) => save.mutateAsync({ params, body: { version, form: values } })}
        />
      </Card>
      <FormActions>
        <Button
          look="primary"
          icon="send"
          busy={submit.isPending}
          unavailable={!isComplete && '请先上传证明材料'}
          onClick={() =>
            submit.mutate(
              { params, body: { version } },
              {
                onSuccess: () => toast('已提交，办理结果会通知您'),
                onError: (error) => void overtaken(error),
              },
            )
          }
        >
          提交申请
        </Button>
        <Withdraw request={request} verb="放弃申请" />
      </FormActions>
    </>
  )
}

function Standing({ request }: { request: Correction }) {
  const { state, kind, officeName, reason } = request
  return (
    <>
      {state === 'submitted' && (
        <Notice title={`已提交，由${officeName ?? '人社部门'}审核`}>
          <p>办理结果会发到“消息”、手机和邮箱。审核期间可以照常申报学时、打印证书。</p>
        </Notice>
      )}
      {state === 'approved' && (
        <Notice title={`${askedText[kind]}已经生效`}>
          <p>{approvedText[kind]}</p>
        </Notice>
      )}
      {state === 'rejected' && (
        <Notice tone="warn" title={`没有同意${askedText[kind]}`}>
          {`原因：${reason ?? ''}`}
        </Notice>
      )}
      <Card title="申请内容">
        <CorrectionFacts request={request} />
      </Card>
      <Card title="证明材料">
        <AttachmentList files={request.files} fresh={freshEvidence(request.id)} />
      </Card>
      {request.open.includes('withdraw') && (
        <FormActions>
          <Withdraw request={request} verb="撤回申请" />
        </FormActions>
      )}
    </>
  )
}

function Withdraw({ request: { id, version, open }, verb }: { request: Correction; verb: string }) {
  const [asking, setAsking] = useState(false)
  const withdraw = useMove(withdrawCorrection, { refresh })
  if (!open.includes('withdraw')) return null
  return (
    <>
      <Button onClick={() => setAsking(true)}>{verb}</Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title={`${verb}？`}
        verb={verb}
        busy={withdraw.isPending}
        confirm={() =>
          withdraw.mutate(
            { params: { id }, body: { version } },
            {
              onSuccess: () => setAsking(false),
              onError: (error) => {
                setAsking(false)
                void overtaken(error)
              },
            },
          )
        }
      >
        <p>申请将终止，需要时可以重新申请。</p>
      </Confirm>
    </>
  )
}

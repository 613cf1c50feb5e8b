import {
  addCaseFile,
  type Case,
  caseFileLimit,
  type CaseMove,
  confirmCase,
  deleteCase,
  dismissCase,
  listCases,
  proposeCase,
  readCase,
  removeCaseFile,
  returnCase,
  withdrawCase,
} from '@xueshi/contract/integrity'
import { useState } from 'react'
import { Attachments } from '../attachments.tsx'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam, usePortalKind } from '../url.ts'
import { CaseFacts, effectsOf, freshEvidence } from './case-facts.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

const refresh = [listCases, readCase]

/** One case of the office: its facts, its evidence, and what may be done with it next. */
export default function CasePage() {
  const id = usePathParam('id')
  const kind = usePortalKind() ?? 'hrss'
  const reading = useRead(readCase, { params: { id } })
  const back = { to: paths.cases(kind), text: '失信管理' }
  if (!reading.data)
    return (
      <Page title="失信信息" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  return (
    <Page title="失信信息" back={back}>
      <OpenCase one={reading.data} reload={() => reading.refetch()} />
    </Page>
  )
}

function OpenCase({ one, reload }: { one: Case; reload: () => Promise<unknown> }) {
  const kind = usePortalKind() ?? 'hrss'
  const go = useGo()
  const [asking, setAsking] = useState<CaseMove | null>(null)
  const close = () => setAsking(null)
  const may = (move: CaseMove) => one.open.includes(move)
  const done = (words: string) => {
    close()
    toast(words)
  }
  const overtaken = (error: CallError) => {
    close()
    toast(textOf(error), 'error')
    void reload()
  }
  const decision = { one, close, done, overtaken }
  const remove = useMove(deleteCase, { refresh: [listCases] })
  const drop = () =>
    remove.mutate(
      { params: { id: one.id } },
      {
        onSuccess: () => {
          done('草稿已删除')
          go(paths.cases(kind))
        },
        onError: overtaken,
      },
    )
  return (
    <>
      {one.reason !== null && one.state === 'draft' && (
        <Notice tone="warn" title="已退回补充">
          {`退回原因：${one.reason}`}
        </Notice>
      )}
      {one.state === 'proposed' && one.open.length === 0 && (
        <Notice>{`等待${one.officeName}的其他人员审定；登记人和当事人不能审定。`}</Notice>
      )}
      <CaseFacts one={one} evidence={may('edit') && <Evidence one={one} reload={reload} />} />
      <div className="row">
        {may('propose') && (
          <Button look="primary" icon="send" onClick={() => setAsking('propose')}>
            提交审定
          </Button>
        )}
        {may('confirm') && (
          <Button look="primary" onClick={() => setAsking('confirm')}>
            审定生效
          </Button>
        )}
        {may('return') && <Button onClick={() => setAsking('return')}>退回补充</Button>}
        {may('dismiss') && <Button onClick={() => setAsking('dismiss')}>不予认定</Button>}
        {may('withdraw') && (
          <Button look="danger" onClick={() => setAsking('withdraw')}>
            撤销
          </Button>
        )}
        {may('edit') && (
          <ButtonLink icon="pencil" to={paths.editCase(kind, one.id)}>
            修改
          </ButtonLink>
        )}
        {may('delete') && (
          <Button look="quiet" icon="trash" onClick={() => setAsking('delete')}>
            删除草稿
          </Button>
        )}
      </div>
      <Confirm
        open={asking === 'delete'}
        close={close}
        title="删除这条草稿？"
        verb="删除"
        danger
        busy={remove.isPending}
        confirm={drop}
      >
        <p>草稿和已上传的证据都会删除，不能恢复。</p>
      </Confirm>
      <Propose open={asking === 'propose'} {...decision} />
      <Decide open={asking === 'confirm'} {...decision} />
      <Reasons asking={asking} {...decision} />
    </>
  )
}

function Evidence({ one, reload }: { one: Case; reload: () => Promise<unknown> }) {
  const place = useMove(addCaseFile)
  const remove = useMove(removeCaseFile, { refresh: [readCase] })
  return (
    <>
      {!one.open.includes('propose') && <p>至少上传一份证据后才能提交审定。</p>}
      <Attachments
        files={one.files}
        fresh={freshEvidence(one.id)}
        place={(body) => place.mutateAsync({ params: { id: one.id }, body })}
        arrived={reload}
        remove={(fileId) => remove.mutateAsync({ params: { id: one.id, fileId } })}
        limit={caseFileLimit}
        accept=".pdf,.jpg,.jpeg,.png"
        typesText="PDF、JPG、PNG"
      />
    </>
  )
}

interface Decision {
  one: Case
  close: () => void
  done: (words: string) => void
  overtaken: (error: CallError) => void
}

function Propose({ open, one, close, done, overtaken }: Decision & { open: boolean }) {
  const send = useMove(proposeCase, { refresh })
  const confirm = () =>
    send.mutate(
      { params: { id: one.id }, body: { version: one.version } },
      { onSuccess: () => done('已提交，等待本部门其他人员审定'), onError: overtaken },
    )
  return (
    <Confirm
      open={open}
      close={close}
      title="提交审定？"
      verb="提交审定"
      busy={send.isPending}
      confirm={confirm}
    >
      <p>{`${one.subjectName}：${effectsOf(one)}`}</p>
      <p>提交后不能修改，由本部门另一位人员审定。</p>
    </Confirm>
  )
}

function Decide({ open, one, close, done, overtaken }: Decision & { open: boolean }) {
  const send = useMove(confirmCase, { refresh })
  const confirm = () =>
    send.mutate(
      { params: { id: one.id }, body: { version: one.version } },
      { onSuccess: () => done('已生效，当事人会收到通知'), onError: overtaken },
    )
  return (
    <Confirm
      open={open}
      close={close}
      title="审定生效？"
      verb="审定生效"
      danger
      busy={send.isPending}
      confirm={confirm}
    >
      <p>{`${one.subjectName}：${effectsOf(one)}`}</p>
      <p>立即生效并通知当事人；已认证的年度改为暂缓，证书同时撤销。</p>
    </Confirm>
  )
}

const reasoned = {
  return: { title: '退回补充', label: '退回原因', done: '已退回登记人' },
  dismiss: { title: '不予认定', label: '不予认定的原因', done: '已办结' },
  withdraw: { title: '撤销失信信息', label: '撤销原因', done: '已撤销，限制同时解除' },
} as const

function Reasons({ asking, one, close, done, overtaken }: Decision & { asking: CaseMove | null }) {
  const giveBack = useMove(returnCase, { refresh })
  const dismiss = useMove(dismissCase, { refresh })
  const withdraw = useMove(withdrawCase, { refresh })
  const act = asking === 'return' || asking === 'dismiss' || asking === 'withdraw' ? asking : null
  const moves = { return: giveBack, dismiss, withdraw }
  const words = act && reasoned[act]
  return (
    <ReasonDialog
      open={act !== null}
      close={close}
      title={words?.title ?? ''}
      label={words?.label ?? ''}
      danger={act === 'withdraw'}
      send={async (reason) => {
        if (!act || !words) return
        const input = { params: { id: one.id }, body: { version: one.version, reason } }
        await moves[act].mutateAsync(input)
        done(words.done)
      }}
      refused={whenOvertaken(overtaken)}
    />
  )
}

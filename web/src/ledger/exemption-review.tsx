import { readHome } from '@xueshi/contract/insight'
import {
  askedRelief,
  categories,
  type Exemption,
  type ExemptionMove,
  grantExemption,
  listExemptionReviews,
  passExemption,
  readExemption,
  refuseExemption,
  Relief,
  relieves,
  requirementOf,
  returnExemption,
  revokeExemption,
} from '@xueshi/contract/ledger'
import { useState } from 'react'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { CheckGroup } from '../ui/check-group.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam, usePortalKind } from '../url.ts'
import { ExemptionFacts } from './exemption-facts.tsx'
import { asksText, reliefText } from './exemption-text.ts'
import { categoryText } from './text.ts'

const refresh = [listExemptionReviews, readExemption, readHome]

/** An application at an office: what it says, its papers, and the decision. */
export default function ReviewExemption() {
  const id = usePathParam('id')
  const kind = usePortalKind() === 'hrss' ? 'hrss' : 'employer'
  const read = useRead(readExemption, { params: { id } })
  const back = {
    to: paths.exemptionReviews(kind),
    text: kind === 'hrss' ? '免修减免' : '免修减免申请',
  }
  const one = read.data
  if (!one)
    return (
      <Page title="免修减免申请" back={back}>
        <Card>
          {read.error ? (
            <Failed error={read.error} retry={() => void read.refetch()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </Card>
      </Page>
    )
  return (
    <Page title={`${one.personName} ${one.year} 年度免修减免申请`} back={back}>
      <ExemptionFacts one={one} />
      <Decisions key={one.version} one={one} reload={() => void read.refetch()} />
    </Page>
  )
}

function Decisions({ one, reload }: { one: Exemption; reload: () => void }) {
  const [asking, setAsking] = useState<ExemptionMove | null>(null)
  const close = () => setAsking(null)
  const may = (move: ExemptionMove) => one.open.includes(move)
  const refused = whenOvertaken((error) => {
    close()
    toast(textOf(error), 'error')
    reload()
  })
  const deciding = { one, close, refused }
  const pass = useMove(passExemption, { refresh })
  const waits = one.state === 'submitted' || one.state === 'underReview'
  return (
    <>
      {waits && one.open.length === 0 && (
        <Notice>
          {one.state === 'underReview'
            ? '等待人社部门决定。'
            : '等待单位审核；本人的申请由其他人员审核。'}
        </Notice>
      )}
      <Row>
        {may('pass') && (
          <Button look="primary" onClick={() => setAsking('pass')}>
            同意并报人社部门
          </Button>
        )}
        {may('grant') && (
          <Button look="primary" onClick={() => setAsking('grant')}>
            批准
          </Button>
        )}
        {may('return') && <Button onClick={() => setAsking('return')}>退回</Button>}
        {may('refuse') && <Button onClick={() => setAsking('refuse')}>不予批准</Button>}
        {may('revoke') && (
          <Button look="danger" onClick={() => setAsking('revoke')}>
            撤销
          </Button>
        )}
      </Row>
      <Confirm
        open={asking === 'pass'}
        close={close}
        title="同意并报人社部门？"
        verb="同意"
        busy={pass.isPending}
        confirm={() =>
          pass.mutate(
            { params: { id: one.id }, body: { version: one.version } },
            { onSuccess: () => toast('已同意，等待人社部门决定'), onError: refused },
          )
        }
      >
        <p>请确认已核对证明材料。</p>
      </Confirm>
      <Dialog open={asking === 'grant'} close={close} title="批准免修减免">
        {asking === 'grant' && <GrantForm {...deciding} />}
      </Dialog>
      <Dialog open={asking === 'return'} close={close} title="退回申请">
        {asking === 'return' && <ReasonForm {...deciding} act="return" verb="退回" />}
      </Dialog>
      <Dialog open={asking === 'refuse'} close={close} title="不予批准">
        {asking === 'refuse' && <ReasonForm {...deciding} act="refuse" verb="不予批准" />}
      </Dialog>
      <Dialog open={asking === 'revoke'} close={close} title="撤销免修减免">
        {asking === 'revoke' && <ReasonForm {...deciding} act="revoke" verb="撤销" />}
      </Dialog>
    </>
  )
}

interface Deciding {
  one: Exemption
  close: () => void
  refused: (error: CallError) => boolean
}

const acts = { return: returnExemption, refuse: refuseExemption, revoke: revokeExemption } as const
const Reason = z.pick(returnExemption.parts.body, { reason: true })

function ReasonForm({
  one,
  close,
  refused,
  act,
  verb,
}: Deciding & { act: keyof typeof acts; verb: string }) {
  const send = useMove(acts[act], { refresh })
  const form = useFormOf(Reason, { start: { reason: '' } })
  return (
    <Form
      form={form}
      label={verb}
      refused={refused}
      submit={async ({ reason }) => {
        const body = { version: one.version, reason }
        await send.mutateAsync({ params: { id: one.id }, body })
        toast(`已${verb}，申请人会看到原因`)
      }}
    >
      {act === 'revoke' && <p>撤销后该年度恢复原要求；已发的证书如不再达标将被撤销。</p>}
      <TextArea {...form.at('reason')} label="原因" required limit={500} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton look={act === 'return' ? 'primary' : 'danger'}>{verb}</SubmitButton>
      </Row>
    </Form>
  )
}

const Decision = z.object({ relief: Relief, reason: z.string().check(z.maxLength(500)) })
const categoryOptions = categories.map((value) => ({ value, text: categoryText[value] }))

function GrantForm({ one, close, refused }: Deciding) {
  const send = useMove(grantExemption, { refresh })
  const asked = askedRelief(one)
  const isAsked = ({ months, exempt }: Relief) =>
    months === asked.months && String(exempt) === String(asked.exempt)
  const form = useFormOf(Decision, {
    start: { relief: asked, reason: '' },
    rules: ({ relief: { months, exempt } = {}, reason }): Record<string, string> => {
      if (months === undefined || !exempt) return {}
      const given = { months, exempt: [...exempt] }
      if (!relieves(given)) return { 'relief.months': 'RELIEF_NOTHING' }
      return {
        ...(!one.prorates && months % 12 > 0 && { 'relief.months': 'NOT_PRORATED' }),
        ...(!isAsked(given) && reason?.trim() === '' && { reason: 'REQUIRED' }),
      }
    },
  })
  const relief = form.watch('relief')
  const { totalTenths, byCategory } = one.asks
  const read = z.safeParse(Relief, relief)
  const asks = read.success ? requirementOf({ totalTenths, minima: byCategory }, read.data) : null
  return (
    <Form
      form={form}
      label="批准"
      refused={refused}
      submit={async ({ relief: granted, reason }) => {
        const why = reason.trim() === '' ? null : reason
        const body = { version: one.version, relief: granted, reason: why }
        await send.mutateAsync({ params: { id: one.id }, body })
        toast('已批准，该年度的要求已调整')
      }}
    >
      <p>{`申请：${reliefText(asked)}。`}</p>
      <NumberField
        {...form.at('relief.months')}
        label="减免月数"
        hint={one.prorates ? '0 至 12；12 为全年免修' : '该年度不按月折算：0 或 12'}
        required
        unit="个月"
      />
      <CheckGroup {...form.at('relief.exempt')} label="免修的课程类型" options={categoryOptions} />
      {asks && <p aria-live="polite">{`批准后的要求：${asksText(asks)}。`}</p>}
      <TextArea
        {...form.at('reason')}
        label="说明"
        hint="与申请不同时须写明原因"
        limit={500}
        rows={3}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>批准</SubmitButton>
      </Row>
    </Form>
  )
}

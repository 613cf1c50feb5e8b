import {
  applyRuleSet,
  copyRuleSet,
  countRuleSet,
  deleteRuleSet,
  listRuleSets,
  publishRuleSet,
  readRules,
  readRuleSet,
  recallRuleSet,
  type RuleSetDetail,
} from '@xueshi/contract/ledger'
import { listTasks } from '@xueshi/contract/tasks'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { textOf } from '../ui/errors.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'

const refresh = [readRuleSet, listRuleSets, readRules, listTasks]

/** What may be done with the set now; each button stands there while its move is open. */
export function RuleSetActs({ set }: { set: RuleSetDetail }) {
  const [asking, setAsking] = useState<'delete' | 'publish' | 'recall' | null>(null)
  const go = useGo()
  const { id, version, open } = set
  const close = () => setAsking(null)
  const told = { onError: (error: unknown) => toast(textOf(error), 'error') }
  const copy = useMove(copyRuleSet, { refresh })
  const count = useMove(countRuleSet, { refresh })
  const apply = useMove(applyRuleSet, { refresh })
  const recall = useMove(recallRuleSet, { refresh })
  const remove = useMove(deleteRuleSet, { refresh: [listRuleSets] })
  const seen = { params: { id }, body: { version } }
  return (
    <>
      {open.includes('copy') && (
        <Button
          busy={copy.isPending}
          onClick={() =>
            copy.mutate(
              { params: { id }, body: {} },
              { ...told, onSuccess: (draft) => go(paths.editRuleSet(draft.id)) },
            )
          }
        >
          复制为草稿
        </Button>
      )}
      {open.includes('edit') && <ButtonLink to={paths.editRuleSet(id)}>修改</ButtonLink>}
      {open.includes('count') && (
        <Button busy={count.isPending} onClick={() => count.mutate(seen, told)}>
          统计受影响人员
        </Button>
      )}
      {set.state === 'draft' && (
        <Button
          look="primary"
          unavailable={!open.includes('publish') && '请先统计受影响人员；修改后须重新统计'}
          onClick={() => setAsking('publish')}
        >
          发布
        </Button>
      )}
      {open.includes('recall') && <Button onClick={() => setAsking('recall')}>撤回发布</Button>}
      {open.includes('apply') && (
        <Button
          busy={apply.isPending}
          onClick={() => apply.mutate({ params: { id }, body: {} }, told)}
        >
          重新计算
        </Button>
      )}
      {open.includes('delete') && (
        <Button look="danger" onClick={() => setAsking('delete')}>
          删除
        </Button>
      )}
      <Confirm
        open={asking === 'delete'}
        close={close}
        title="删除这份草稿？"
        verb="删除"
        danger
        busy={remove.isPending}
        confirm={() =>
          remove.mutate({ params: { id } }, { ...told, onSuccess: () => go(paths.ruleSets()) })
        }
      >
        <p>草稿删除后不能恢复，现行规则不受影响。</p>
      </Confirm>
      <Confirm
        open={asking === 'recall'}
        close={close}
        title="撤回发布？"
        verb="撤回发布"
        busy={recall.isPending}
        confirm={() => recall.mutate(seen, { ...told, onSettled: close })}
      >
        <p>撤回后规则变回草稿，到期不会生效。</p>
      </Confirm>
      <Dialog open={asking === 'publish'} close={close} title="发布学时规则">
        {asking === 'publish' && <PublishForm set={set} close={close} />}
      </Dialog>
    </>
  )
}

const Moment = z.object({ when: z.enum(['now', 'later']), effectiveAt: z.string() })

function PublishForm({ set, close }: { set: RuleSetDetail; close: () => void }) {
  const publish = useMove(publishRuleSet, { refresh })
  const form = useFormOf(Moment, {
    start: { when: 'now', effectiveAt: '' },
    rules: ({ when, effectiveAt }): Record<string, string> =>
      when === 'later' && effectiveAt === '' ? { effectiveAt: 'REQUIRED' } : {},
  })
  const isLater = form.watch('when') === 'later'
  return (
    <Form
      form={form}
      label="发布"
      submit={async ({ when, effectiveAt }) => {
        const moment = when === 'now' ? null : beginOf(effectiveAt)
        const body = { version: set.version, effectiveAt: moment }
        await publish.mutateAsync({ params: { id: set.id }, body })
        toast(when === 'now' ? '已发布并生效，正在重新计算' : '已发布，到期自动生效')
        close()
      }}
    >
      <p>发布后规则对所有人公开，内容不能再改；学时因此有变化的人会收到通知，已认证的年度不变。</p>
      <RadioGroup
        {...form.at('when')}
        label="生效时间"
        required
        options={[
          { value: 'now', text: '立即生效' },
          { value: 'later', text: '指定日期零时生效' },
        ]}
      />
      {isLater && <DateField {...form.at('effectiveAt')} label="生效日期" required />}
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={publish.isPending}>发布</SubmitButton>
      </Row>
    </Form>
  )
}

/** The first moment of a day in China. */
const beginOf = (day: string) => new Date(`${day}T00:00:00+08:00`).toISOString()

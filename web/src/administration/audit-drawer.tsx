import {
  type AuditRow,
  listAudit,
  listSensitiveViews,
  revealAudit,
} from '@xueshi/contract/administration/audit'
import { useEffect, useRef, useState } from 'react'
import { recordOf } from '../record.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { formatInstant } from '../ui/time.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { actName, kindText, settingText, settingValueText } from './text.ts'

/** One row of the audit with all that it says; what it holds of a person is shown for a reason only. */
export function AuditDrawer({ row, close }: { row: AuditRow | null; close: () => void }) {
  return (
    <Drawer open={row !== null} close={close} title={row ? actName(row.act) : ''}>
      {row && <Detail key={row.id} row={row} />}
    </Drawer>
  )
}

function Detail({ row }: { row: AuditRow }) {
  const [isAsking, ask] = useState(false)
  const [values, setValues] = useState<unknown>()
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that asked is gone; the focus goes on where it led.
  useEffect(() => {
    if (!isAsking) heading.current?.focus()
  }, [isAsking])
  const reveal = useMove(revealAudit, { refresh: [listAudit, listSensitiveViews] })
  return (
    <>
      <DefinitionList
        facts={[
          { term: '时间', value: formatInstant(row.at) },
          { term: '操作人', value: row.actorName ?? kindText[row.actorKind] },
          { term: '登录账号', value: row.accountName },
          { term: '身份', value: kindText[row.actorKind] },
          { term: '单位', value: row.unitName },
          { term: '来源地址', value: row.address },
          { term: '记录编号', value: row.recordId, wide: true },
          { term: '请求编号', value: row.requestId, wide: true },
          ...factsOf(row.facts),
        ]}
      />
      {row.personal && values === undefined && (
        <Notice
          title="这条日志含有个人信息"
          actions={<Button onClick={() => ask(true)}>填写原因并查看</Button>}
        >
          查看须写明原因，查看本身也会写入审计日志，本人可以知道。
        </Notice>
      )}
      {values !== undefined && (
        <>
          <h3 ref={heading} tabIndex={-1}>
            个人信息
          </h3>
          <DefinitionList facts={factsOf(recordOf(values))} />
        </>
      )}
      <ReasonDialog
        asking={
          isAsking
            ? {
                title: '查看个人信息',
                lead: '只在核查需要时查看。原因中请不要写个人信息。',
                verb: '查看',
                act: async (reason) =>
                  setValues(
                    (await reveal.mutateAsync({ params: { id: row.id }, body: { reason } })).values,
                  ),
              }
            : null
        }
        close={() => ask(false)}
      />
    </>
  )
}

const factText: Readonly<Record<string, string>> = {
  reason: '原因',
  part: '部分',
  changes: '变化',
  login: '登录编号',
  ended: '结束的登录数',
  before: '之前',
  after: '之后',
  of: '所查看日志的操作',
  subjectId: '信息所属账号',
  from: '之前状态',
  to: '之后状态',
  ...settingText,
}

const factsOf = (facts: Readonly<Record<string, unknown>>) =>
  Object.entries(facts).map(([name, value]) => ({
    term: factText[name] ?? name,
    value:
      name === 'of' && typeof value === 'string'
        ? actName(value)
        : typeof value === 'object' && value !== null
          ? JSON.stringify(value, null, 1)
          : settingValueText(value),
    wide: true,
  }))

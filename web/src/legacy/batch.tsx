import { type LegacyDetail, readLegacyBatch, undoLegacy } from '@xueshi/contract/legacy'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { keyOf, queryClient, useMove, useRead } from '../queries.ts'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { figure } from '../tasks/text.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePathParam } from '../url.ts'
import { BatchStatus } from './batch-status.tsx'
import { Controls } from './controls.tsx'
import { Near } from './near.tsx'
import { endedReads, legacyReads } from './reads.ts'
import { legacyFields } from './text.ts'
import { UnitTotals } from './unit-totals.tsx'

/** One batch: its task with the errors by row, whom a clerk must decide about, and what it comes to. */
export default function LegacyBatchPage() {
  const id = usePathParam('id')
  const reading = useRead(readLegacyBatch, { params: { id } })
  const batch = reading.data
  return (
    <Page
      title={batch?.name ?? '历史数据批次'}
      back={{ to: paths.legacyBatches(), text: '历史数据导入' }}
    >
      {reading.error && <Failed error={reading.error} retry={() => void reading.refetch()} />}
      {!batch && !reading.error && <Skeleton lines={6} />}
      {batch && <Batch batch={batch} />}
    </Page>
  )
}

function Batch({ batch }: { batch: LegacyDetail }) {
  const { id, state } = batch
  return (
    <>
      {state === 'undone' && (
        <Notice tone="warn" title={`已撤销（${formatInstant(batch.undoneAt ?? batch.createdAt)}）`}>
          <p>{`原因：${batch.undoReason ?? ''}`}</p>
        </Notice>
      )}
      <Card>
        <DefinitionList
          facts={[
            {
              term: '状态',
              value: <BatchStatus batch={batch} />,
            },
            { term: '行数', value: figure(batch.rowCount) },
            { term: '有误', value: figure(batch.wrongCount) },
            { term: '已有账号的人员', value: figure(batch.knownCount) },
            { term: '将建立档案的人员', value: figure(batch.newCount) },
            { term: '疑似同一人', value: figure(batch.nearCount) },
            ...(batch.shortCount > 0
              ? [
                  {
                    term: '15 位旧证件号码',
                    value: `${figure(batch.shortCount)} 人，已换算成 18 位`,
                  },
                ]
              : []),
            ...(state === 'checked'
              ? [{ term: '证书', value: `${figure(batch.certificateCount)} 份` }]
              : []),
            { term: '操作人', value: batch.byName },
            { term: '上传时间', value: formatInstant(batch.createdAt) },
          ]}
        />
        {batch.open.includes('undo') && <Undo batch={batch} />}
      </Card>
      <Card title="任务">
        <TaskProgress key={batch.taskId} id={batch.taskId} fields={legacyFields} ended={readAnew} />
      </Card>
      <Near batch={batch} />
      {state !== 'checking' && <Controls batch={batch} />}
      {state !== 'checking' && <UnitTotals id={id} />}
    </>
  )
}

function readAnew() {
  for (const each of endedReads) void queryClient.invalidateQueries({ queryKey: keyOf(each) })
}

function Undo({ batch }: { batch: LegacyDetail }) {
  const [asking, setAsking] = useState(false)
  const undo = useMove(undoLegacy, { refresh: legacyReads })
  return (
    <Row>
      <Button look="danger" icon="ban" onClick={() => setAsking(true)}>
        撤销导入
      </Button>
      <ReasonDialog
        open={asking}
        close={() => setAsking(false)}
        title="撤销整批导入？"
        label="撤销原因"
        hint="这一批的学时全部冲销，由它而来的证书撤销；改正后的文件可以再次导入。验证这些证书的任何人都会看到原因，请不要写个人信息。"
        verb="撤销导入"
        danger
        decide={async (reason) => {
          const body = { version: batch.version, reason }
          await undo.mutateAsync({ params: { id: batch.id }, body })
          setAsking(false)
        }}
      />
    </Row>
  )
}

import { formatHours } from '@xueshi/contract/hours'
import { finishClass, listResults, previewFinish } from '@xueshi/contract/training/attendance'
import { listClasses, readClass, type TrainingClass } from '@xueshi/contract/training/classes'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'

/** 结业: who will get what, before the button is pressed; it does exactly this or nothing. */
export function Finish({
  held,
  unsaved,
  reload,
}: {
  held: TrainingClass
  unsaved: boolean
  reload: () => void
}) {
  const { id, version } = held
  const [asking, setAsking] = useState(false)
  const preview = useRead(previewFinish, { params: { id } })
  const finish = useMove(finishClass, {
    refresh: [readClass, listClasses, listResults, previewFinish],
  })
  const shown = preview.data
  const confirm = async () => {
    if (!shown) return
    try {
      const { passed, failed, creditedTenths } = await finish.mutateAsync({
        params: { id },
        body: { version, digest: shown.digest },
      })
      toast(
        `已结业：合格 ${passed} 人，未合格 ${failed} 人，共记入 ${formatHours(creditedTenths)} 学时`,
      )
    } catch (error) {
      toast(textOf(error), 'error')
      void preview.refetch()
      reload()
    }
    setAsking(false)
  }
  return (
    <Card title="结业">
      {preview.error ? (
        <Failed error={preview.error} retry={() => void preview.refetch()} />
      ) : !shown ? (
        <Skeleton lines={4} />
      ) : (
        <>
          <DefinitionList
            facts={[
              { term: '可以结业', value: `${shown.passes} 人` },
              { term: '未合格', value: `${shown.fails} 人` },
              { term: '每人记入', value: `${formatHours(shown.hoursTenths)} 学时` },
              { term: '合计', value: `${formatHours(shown.totalTenths)} 学时` },
              {
                term: '按科目',
                value: shown.lines
                  .map(({ name, hoursTenths }) => `${name} ${formatHours(hoursTenths)} 学时`)
                  .join('、'),
                wide: true,
              },
            ]}
          />
          {shown.withoutResult > 0 && (
            <Notice tone="warn" title={`${shown.withoutResult} 人还没有成绩，结业后为未合格`}>
              先登记成绩，再办理结业。
            </Notice>
          )}
          {shown.creditedBefore > 0 && (
            <Notice title={`${shown.creditedBefore} 人已有这门课程的学时，不重复记入`}>
              同一门课程在一个年度只记一次，不论由哪个培训班或平台记入。
            </Notice>
          )}
          <Row>
            <Button
              look="primary"
              icon="check"
              unavailable={unsaved && '有成绩还没有保存，请先保存成绩'}
              onClick={() => setAsking(true)}
            >
              结业
            </Button>
          </Row>
        </>
      )}
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title="办理结业？"
        verb="结业"
        busy={finish.isPending}
        confirm={() => void confirm()}
      >
        <p>{held.name}</p>
        <p>
          {`合格的 ${shown?.passes ?? 0} 人的学时一次记入台账，并通知所有学员。以后发现有误的，可以逐人更正，并写明原因。`}
        </p>
      </Confirm>
    </Card>
  )
}

import { readEvaluations } from '@xueshi/contract/training/confirmations'
import { useRead } from '../queries.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Card } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'

const stars = (tenths: number | null) => (tenths === null ? null : `${(tenths / 10).toFixed(1)} 分`)

/** 评价汇总, without names. */
export function Evaluations({ id }: { id: string }) {
  const reading = useRead(readEvaluations, { params: { id } })
  const all = reading.data
  return (
    <Card title="学员评价">
      {reading.error ? (
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      ) : !all ? (
        <Skeleton lines={2} />
      ) : all.count === 0 ? (
        <p>还没有评价。到过课的学员可以在“培训班报名情况查看”中评价一次。</p>
      ) : (
        <>
          <DefinitionList
            facts={[
              { term: '评价人数', value: `${all.count} 人` },
              { term: '课程内容', value: stars(all.content) },
              { term: '教学水平', value: stars(all.teaching) },
              { term: '组织服务', value: stars(all.organisation) },
            ]}
          />
          {all.comments.length > 0 && (
            <ul className="bullets">
              {all.comments.map((comment, at) => (
                <li key={at}>{comment}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  )
}

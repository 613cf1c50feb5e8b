import { type PublicClass, readDraw, readPublicClass } from '@xueshi/contract/training/enrolments'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { usePathParam } from '../url.ts'
import { ClassCards, DrawFacts } from './class-facts.tsx'
import { classStateText, classStateTone } from './class-text.ts'

const back = { to: paths.publicClasses(), text: '培训班目录' }

/** One class as anybody may see it, with its draw where there was one. */
export default function PublicClassPage() {
  const id = usePathParam('id')
  const reading = useRead(readPublicClass, { params: { id } })
  const shown = reading.data
  if (!shown)
    return (
      <Page title="培训班" back={back}>
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
    <Page
      title={shown.name}
      back={back}
      lead={
        <>
          <Status tone={classStateTone[shown.state]}>{classStateText[shown.state]}</Status>
          {` 招 ${shown.plan} 人，已报名 ${shown.applied} 人，已录取 ${shown.confirmed} 人`}
        </>
      }
      actions={
        shown.state === 'accepting' && (
          <ButtonLink look="primary" to={paths.openClass(id)}>
            我要报名
          </ButtonLink>
        )
      }
    >
      {shown.state === 'cancelled' && (
        <Notice tone="warn" title="这个培训班已取消">
          {shown.reason}
        </Notice>
      )}
      <ClassCards
        shown={shown}
        institutionName={shown.institutionName}
        signUp={{ from: formatInstant(shown.signUpFrom), to: formatInstant(shown.signUpTo) }}
      />
      {shown.draw && <DrawCard shown={shown} draw={shown.draw} />}
    </Page>
  )
}

/** The promise of a draw, and after it everything by which anybody can draw again. */
function DrawCard({
  shown: { id },
  draw,
}: {
  shown: PublicClass
  draw: NonNullable<PublicClass['draw']>
}) {
  const held = draw.seed !== null
  const reading = useRead(readDraw, { params: { id } }, { enabled: held })
  return (
    <Card title="抽签">
      <DrawFacts draw={draw} />
      <p className="field-hint">
        种子的 SHA-256 应与校验值相同；把“种子:报名序号”的 SHA-256 从小到大排列，就是抽签的顺序。
      </p>
      {held &&
        (reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Table
            caption="抽签结果"
            numbered
            rows={reading.data?.order}
            keyOf={(row) => String(row.number)}
            empty={<Empty title="没有人参加抽签" />}
            columns={[
              { head: '报名序号', title: true, tight: true, cell: (row) => row.number },
              {
                head: '结果',
                cell: (row) => (row.placed ? (row.kept ? '录取（保留名额）' : '录取') : '候补'),
              },
            ]}
          />
        ))}
    </Card>
  )
}

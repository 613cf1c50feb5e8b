import { listReviews, readDeclaration, type Declaration } from '@xueshi/contract/declarations'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { CallError } from '../call.ts'
import { keyOf, queryClient, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam, useReviewKind, useUrlState } from '../url.ts'
import { Checks } from './checks.tsx'
import { Decisions, type Asking } from './decisions.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { History, newestFirst, ReviewSteps } from './history.tsx'
import { Overtaken } from './overtaken.tsx'
import './review.css'
import { nextAfter, useNeighbours } from './queue-walk.ts'
import { queuePath, QueueSearch, reviewPath } from './queue.ts'
import { RecordFacts } from './record-facts.tsx'
import { ReviewKeys } from './review-keys.tsx'
import { queueText } from './reviews.tsx'
import { actText, stateText, stateTone } from './text.ts'

/** One record of the queue: its facts and checks beside its evidence, and the decision. */
export default function Review() {
  const id = usePathParam('id')
  const kind = useReviewKind()
  const [search] = useUrlState(QueueSearch)
  const reading = useRead(readDeclaration, { params: { id } })
  const record = reading.data
  const back = { to: queuePath(kind, search), text: queueText[kind] }
  if (!record)
    return (
      <Page title={queueText[kind]} back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )}
      </Page>
    )
  return (
    <OpenRecord
      key={record.id}
      record={record}
      search={search}
      back={back}
      reload={async () => {
        await reading.refetch()
      }}
    />
  )
}

interface OpenRecordProps {
  record: Declaration
  search: QueueSearch
  back: { to: string; text: string }
  reload: () => Promise<void>
}

function OpenRecord({ record, search, back, reload }: OpenRecordProps) {
  const kind = useReviewKind()
  const go = useGo()
  const [asking, setAsking] = useState<Asking>(null)
  const [overtaking, setOvertaking] = useState<CallError | null>(null)
  const { previous, next, place, count } = useNeighbours(search, record.id)
  const { open } = record

  const forward = async () => {
    const found = await nextAfter(search, record.id, next).catch(() => null)
    if (found) go(reviewPath(kind, found.id, found.search), { replace: true })
    else {
      const filtered = search.category || search.person
      toast(filtered ? '按现在的条件，没有等待审核的记录了' : '没有等待审核的记录了')
      go(back.to)
    }
  }
  const decided = async (words: string) => {
    toast(words)
    await forward()
    for (const stale of [readDeclaration, listReviews])
      void queryClient.invalidateQueries({ queryKey: keyOf(stale) })
  }
  const walk = (to: string | null, end: string) => {
    if (to) go(reviewPath(kind, to, search), { replace: true })
    else toast(end, 'info')
  }
  const deeds = useMemo(
    () => ({
      next: () => walk(next, '已经是最后一条'),
      previous: () => walk(previous, '已经是第一条'),
      accept: () => (open.includes('recognise') || open.includes('pass')) && setAsking('accept'),
      giveBack: () => open.includes('return') && setAsking('return'),
    }),
    // What `walk` closes over stays as long as these do.
    // eslint-disable-next-line react/exhaustive-deps
    [next, previous, open, kind, search],
  )

  // The next record opens by itself: the focus and the top of the page go with it.
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    window.scrollTo(0, 0)
    top.current?.closest('.page')?.querySelector('h1')?.focus()
  }, [])

  return (
    <Page
      title={`${record.person.name}：${record.name}`}
      back={back}
      actions={
        <>
          <Button
            icon="left"
            unavailable={!previous && '已经是第一条'}
            onClick={() => deeds.previous()}
          >
            上一条
          </Button>
          <Button unavailable={!next && '已经是最后一条'} onClick={() => deeds.next()}>
            下一条
          </Button>
        </>
      }
    >
      <div ref={top}>
        <Row>
          <Status tone={stateTone[record.state]}>{stateText[record.state]}</Status>
          {place > 0 && <span>{`本页第 ${place} 条，共 ${count} 条`}</span>}
          <ReviewKeys deeds={deeds} />
        </Row>
      </div>
      <div className="side-by-side">
        <div className="side">
          <Card title="申报内容">
            <RecordFacts
              record={record}
              before={[
                { term: '姓名', value: record.person.name },
                { term: '工作单位', value: record.person.unitName },
              ]}
            />
          </Card>
          {isOpen(record) && <Checks checks={record.checks} none="系统检查没有发现问题。" />}
        </div>
        <EvidencePanel record={record} />
        <div className="side">
          {overtaking ? (
            <Overtaken
              error={overtaking}
              onward={() => void forward()}
              reload={() => void reload().then(() => setOvertaking(null))}
            />
          ) : isOpen(record) ? (
            <Decisions
              record={record}
              asking={asking}
              ask={setAsking}
              decided={(words) => void decided(words)}
              overtaken={setOvertaking}
            />
          ) : (
            <Closed record={record} onward={() => void forward()} back={back} />
          )}
          <Card title="审核流程">
            <ReviewSteps record={record} />
          </Card>
          <Card title="办理经过">
            <History record={record} />
          </Card>
        </div>
      </div>
    </Page>
  )
}

const isOpen = ({ open }: Declaration) => open.length > 0

/** A record that this office can do nothing with: decided, withdrawn, or somebody else's. */
function Closed({
  record,
  onward,
  back,
}: {
  record: Declaration
  onward: () => void
  back: { to: string; text: string }
}) {
  const [last] = newestFirst(record.timeline)
  return (
    <Notice
      title="这条记录现在不需要您审核"
      actions={
        <>
          <Button onClick={onward}>审核下一条</Button>
          <ButtonLink look="quiet" to={back.to}>
            {`返回${back.text}`}
          </ButtonLink>
        </>
      }
    >
      {last && `${last.office ?? ''} ${last.by}：${actText[last.act]}`}
    </Notice>
  )
}

import {
  listDecided,
  listReviews,
  readDeclaration,
  readQueue,
  type Declaration,
} from '@xueshi/contract/declarations'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { CallError } from '../call.ts'
import { keyOf, queryClient, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Card, Columns, Page } from '../ui/page.tsx'
import { ScrollBox } from '../ui/scroll-box.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam, useReviewKind, useUrlState } from '../url.ts'
import { Checks } from './checks.tsx'
import { Closed } from './closed.tsx'
import { Decisions, type Asking } from './decisions.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import { GainLine } from './gain.tsx'
import { Hearing, isHearing } from './hearing.tsx'
import { History, ReviewSteps } from './history.tsx'
import { LastDecisionLine, rememberDecision } from './last-decision.tsx'
import { Overtaken } from './overtaken.tsx'
import './review.css'
import { Oversight } from './oversight.tsx'
import { neighbourOf, nextAfter, useNeighbours } from './queue-walk.ts'
import { isFiltered, queuePath, QueueSearch, reviewPath } from './queue.ts'
import { RecordFacts } from './record-facts.tsx'
import { ReviewKeys } from './review-keys.tsx'
import { queueText } from './reviews.tsx'
import { SinceReturn } from './since-return.tsx'
import { stateText, stateTone } from './text.ts'

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
  const { place, count, mayGoBack, mayGoOn } = useNeighbours(search, record.id)
  const { open } = record

  const forward = async () => {
    const found = await nextAfter({ id: record.id, search }).catch(() => null)
    if (found) go(reviewPath(kind, found.id, found.search), { replace: true })
    else {
      toast(isFiltered(search) ? '按现在的条件，没有等待审核的记录了' : '没有等待审核的记录了')
      go(back.to)
    }
  }
  const decided = async (words: string, { id, version }: Declaration) => {
    const about = `${record.person.name}：${record.name}`
    rememberDecision({ words, about, items: isHearing(record) ? [] : [{ id, version }] })
    await forward()
    for (const stale of [readDeclaration, listReviews, readQueue, listDecided])
      void queryClient.invalidateQueries({ queryKey: keyOf(stale) })
  }
  const walk = async (to: 'previous' | 'next') => {
    const found = await neighbourOf({ id: record.id, search }, to).catch(() => null)
    if (found) go(reviewPath(kind, found.id, found.search), { replace: true })
    else toast(to === 'next' ? '已经是最后一条' : '已经是第一条', 'info')
  }
  const deeds = useMemo(
    () => ({
      next: () => void walk('next'),
      previous: () => void walk('previous'),
      accept: () => (open.includes('recognise') || open.includes('pass')) && setAsking('accept'),
      giveBack: () => open.includes('return') && setAsking('return'),
    }),
    // What `walk` closes over stays as long as these do.
    // eslint-disable-next-line react/exhaustive-deps
    [record.id, open, kind, search],
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
            unavailable={!mayGoBack && '已经是第一条'}
            onClick={() => deeds.previous()}
          >
            上一条
          </Button>
          <Button unavailable={!mayGoOn && '已经是最后一条'} onClick={() => deeds.next()}>
            下一条
            <Icon name="right" />
          </Button>
        </>
      }
    >
      <div ref={top} className="row review-head">
        <Status tone={stateTone[record.state]}>{stateText[record.state]}</Status>
        {place > 0 && <span>{`本页第 ${place} 条，共 ${count} 条`}</span>}
        <ReviewKeys deeds={deeds} />
        <LastDecisionLine />
      </div>
      <div className="review-split">
        <section className="card review-facts" aria-labelledby="review-facts-title">
          <h2 id="review-facts-title">申报内容</h2>
          <ScrollBox className="review-scroll" label="申报内容">
            <div className="review-scrolled">
              {decides(record) && <SinceReturn record={record} />}
              {decides(record) && (
                <Checks checks={record.checks} none="系统检查没有发现问题" brief />
              )}
              <RecordFacts
                record={record}
                brief
                whose={[
                  { term: '姓名', value: record.person.name },
                  { term: '工作单位', value: record.person.unitName },
                ]}
              />
              {decides(record) && <GainLine record={record} />}
            </div>
          </ScrollBox>
        </section>
        <EvidencePanel record={record} />
        <div className="review-decision">
          {overtaking ? (
            <Overtaken
              error={overtaking}
              onward={() => void forward()}
              reload={() => void reload().then(() => setOvertaking(null))}
            />
          ) : isHearing(record) ? (
            <Hearing
              record={record}
              decided={(words, reply) => void decided(words, reply)}
              overtaken={setOvertaking}
            />
          ) : decides(record) ? (
            <Decisions
              record={record}
              asking={asking}
              ask={setAsking}
              decided={(words, reply) => void decided(words, reply)}
              overtaken={setOvertaking}
            />
          ) : (
            <Closed record={record} onward={() => void forward()} back={back} />
          )}
        </div>
      </div>
      <Oversight record={record} />
      <Columns wide>
        <Card title="审核流程">
          <ReviewSteps record={record} />
        </Card>
        <Card title="办理经过">
          <History record={record} />
        </Card>
      </Columns>
    </Page>
  )
}

/** Whether this office has the record to decide. */
const decides = ({ open }: Declaration) =>
  open.includes('return') || open.includes('reject') || open.includes('grant')

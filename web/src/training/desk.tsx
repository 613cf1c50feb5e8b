import { readClass, type TrainingClass } from '@xueshi/contract/training/classes'
import { listTrainees } from '@xueshi/contract/training/confirmations'
import { enrolmentStates } from '@xueshi/contract/training/enrolments'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { usePicked } from '../ui/picked.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { usePathParam, useUrlState } from '../url.ts'
import { DrawFacts } from './class-facts.tsx'
import { PlacesFacts } from './class-places.tsx'
import { classStateText, classStateTone, confirmationText } from './class-text.ts'
import { Decisions } from './decisions.tsx'
import { enrolmentStateText } from './enrolment-text.ts'
import { PlacesMoves } from './places-moves.tsx'
import { traineeColumns } from './trainee-columns.tsx'
import { TraineeDrawer } from './trainee-drawer.tsx'

const Search = z.object({
  name: z.optional(z.string()),
  state: z.optional(z.enum(enrolmentStates)),
  trainee: z.optional(z.string()),
})

/** 报名确认 of one class: everybody in the order in which places are given out. */
export default function Desk() {
  const id = usePathParam('id')
  const reading = useRead(readClass, { params: { id } })
  const back = { to: paths.confirming(), text: '报名确认' }
  const held = reading.data
  if (!held)
    return (
      <Page title="报名确认" back={back}>
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Card>
            <Skeleton lines={8} />
          </Card>
        )}
      </Page>
    )
  return <OpenDesk held={held} reload={() => void reading.refetch()} />
}

function OpenDesk({ held, reload }: { held: TrainingClass; reload: () => void }) {
  const { id } = held
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { name, state, trainee } = search
  const query = {
    ...(name && { name }),
    ...(state && { state }),
    ...(keyset.after && { after: keyset.after }),
  }
  const [picked, setPicked] = usePicked(query)
  const list = useRead(listTrainees, { params: { id }, query }, { keep: true })
  const chosen = (list.data?.items ?? []).filter((row) => picked.has(row.id))
  const places = list.data?.places ?? held.places
  return (
    <Page
      title={held.name}
      back={{ to: paths.confirming(), text: '报名确认' }}
      lead={
        <>
          <Status tone={classStateTone[held.state]}>{classStateText[held.state]}</Status>
          {` 录取方式：${confirmationText[held.confirmation]}；${held.startsOn} 开班`}
        </>
      }
      actions={<ButtonLink to={paths.class(id)}>查看培训班</ButtonLink>}
    >
      {!held.open.includes('decide') && (
        <Notice title={`培训班现在是“${classStateText[held.state]}”，不能再办理报名`} />
      )}
      <Card title="名额">
        <PlacesFacts places={places} held={held} />
        <PlacesMoves held={held} reload={reload} />
      </Card>
      {held.draw && (
        <Card title="抽签">
          <DrawFacts draw={held.draw} />
        </Card>
      )}
      <Filters
        value={{ name, state }}
        set={setSearch}
        filters={[
          { name: 'name', label: '姓名' },
          {
            name: 'state',
            label: '报名状态',
            options: enrolmentStates.map((value) => ({ value, text: enrolmentStateText[value] })),
          },
        ]}
      />
      <Card title="报名名单">
        <Decisions held={held} chosen={chosen} places={places} done={() => setPicked(new Set())} />
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="报名名单"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            current={trainee ?? null}
            columns={traineeColumns((row) => setSearch({ trainee: row.id }))}
            selection={{
              chosen: picked,
              change: setPicked,
              nameOf: (row) => row.name,
              may: (row) => row.open.length > 0,
            }}
            empty={
              name || state ? (
                <Empty
                  icon="search"
                  title="没有符合条件的人员"
                  actions={
                    <Button onClick={() => setSearch({ name: undefined, state: undefined })}>
                      查看全部名单
                    </Button>
                  }
                >
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty title="还没有人报名">有人报名后会出现在这里。</Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <TraineeDrawer
        classId={id}
        enrolmentId={trainee ?? null}
        close={() => setSearch({ trainee: undefined })}
      />
    </Page>
  )
}

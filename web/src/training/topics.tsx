import { formatHours } from '@xueshi/contract/hours'
import {
  deleteTopic,
  listTopics,
  publishTopic,
  type Topic,
  withdrawTopic,
} from '@xueshi/contract/training/topics'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove, useRead } from '../queries.ts'
import { DateRange } from '../ui/dates.tsx'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { Confirm, Drawer } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import { useYears } from './portal.ts'
import { topicStateText, topicStateTone } from './text.ts'
import { TopicForm } from './topic-form.tsx'
import './training.css'

const Search = z.object({ year: z.optional(z.string().check(z.regex(/^\d{4}$/))) })

/** 公需课目录, as the HR&SS office keeps it. */
export default function Topics() {
  const { all } = useYears()
  const [{ year }, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  // 'new', or the topic that is being edited.
  const [editing, setEditing] = useState<Topic | 'new' | null>(null)
  const list = useRead(
    listTopics,
    { query: { ...(year && { year }), ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  const close = () => setEditing(null)
  return (
    <Page
      title="公需课目录"
      lead="每年的公需课选题、学时、学习平台和开放时间；公布后任何人都能查看。"
    >
      <Filters
        value={{ year }}
        set={setSearch}
        filters={[
          {
            name: 'year',
            label: '年度',
            width: 'short',
            options: all.map((value) => ({ value: String(value), text: `${value} 年` })),
          },
        ]}
      />
      <Card>
        <Row>
          <Button look="primary" icon="plus" onClick={() => setEditing('new')}>
            添加
          </Button>
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="公需课目录"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有公需课">添加后先是草稿，核对无误再公布。</Empty>}
            columns={[
              { head: '年度', tight: true, cell: (row) => row.year },
              { head: '选题', title: true, cell: (row) => row.title },
              {
                head: '学时',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.hoursTenths),
              },
              { head: '学习平台', cell: (row) => row.platform },
              {
                head: '开放时间',
                tight: true,
                cell: (row) => <DateRange from={row.openFrom} to={row.openTo} />,
              },
              {
                head: '状态',
                tight: true,
                cell: (row) => (
                  <Status tone={topicStateTone[row.state]}>{topicStateText[row.state]}</Status>
                ),
              },
              {
                head: '操作',
                tight: true,
                cell: (row) => <Moves topic={row} edit={() => setEditing(row)} />,
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <Drawer
        open={editing !== null}
        close={close}
        title={editing === 'new' ? '添加公需课' : '编辑公需课'}
      >
        {editing && <TopicForm topic={editing === 'new' ? null : editing} close={close} />}
      </Drawer>
    </Page>
  )
}

type Name = 'publish' | 'withdraw' | 'delete'
const words: Record<Name, { verb: string; title: string; text: string; done: string }> = {
  publish: {
    verb: '公布',
    title: '公布这门公需课？',
    text: '公布后，任何人都能在公需课目录中看到。',
    done: '已公布',
  },
  withdraw: {
    verb: '撤下',
    title: '撤下这门公需课？',
    text: '撤下后公众看不到它，可以再次公布。',
    done: '已撤下',
  },
  delete: {
    verb: '删除',
    title: '删除这份草稿？',
    text: '删除后不能恢复。',
    done: '已删除',
  },
}

function Moves({ topic, edit }: { topic: Topic; edit: () => void }) {
  const [asking, setAsking] = useState<Name | null>(null)
  const refresh = [listTopics]
  const publish = useMove(publishTopic, { refresh, evenRefused: true })
  const withdraw = useMove(withdrawTopic, { refresh, evenRefused: true })
  const remove = useMove(deleteTopic, { refresh, evenRefused: true })
  const { id, version, open } = topic
  const act: Record<Name, () => Promise<unknown>> = {
    publish: () => publish.mutateAsync({ params: { id }, body: { version } }),
    withdraw: () => withdraw.mutateAsync({ params: { id }, body: { version } }),
    delete: () => remove.mutateAsync({ params: { id } }),
  }
  const names = (Object.keys(words) as Name[]).filter((name) => open.includes(name)) // keys of a Record over Name
  const confirm = async () => {
    if (!asking) return
    try {
      await act[asking]()
      toast(words[asking].done)
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setAsking(null)
  }
  const shown = words[asking ?? 'publish']
  return (
    <div className="line-acts">
      {open.includes('edit') && (
        <Button look="quiet" onClick={edit} aria-label={`编辑 ${topic.title}`}>
          编辑
        </Button>
      )}
      {names.map((name) => (
        <Button
          key={name}
          look="quiet"
          onClick={() => setAsking(name)}
          aria-label={`${words[name].verb} ${topic.title}`}
        >
          {words[name].verb}
        </Button>
      ))}
      <Confirm
        open={asking !== null}
        close={() => setAsking(null)}
        title={shown.title}
        verb={shown.verb}
        danger={asking === 'delete'}
        busy={publish.isPending || withdraw.isPending || remove.isPending}
        confirm={() => void confirm()}
      >
        <p>{topic.title}</p>
        <p>{shown.text}</p>
      </Confirm>
    </div>
  )
}

import {
  type Judged,
  listResults,
  previewFinish,
  saveResults,
} from '@xueshi/contract/training/attendance'
import { readClass } from '@xueshi/contract/training/classes'
import { useState } from 'react'
import { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { issueText, textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import { classStateText, classStateTone, passText } from './class-text.ts'
import { Correction } from './correction.tsx'
import { Evaluations } from './evaluations.tsx'
import { Finish } from './finish.tsx'
import {
  type Entry,
  fieldIdOf,
  givenOf,
  ResultEntry,
  resultText,
  verdictText,
} from './result-entry.tsx'

/** 成绩与结业 of one class. */
export default function Results() {
  const id = usePathParam('id')
  const reading = useRead(readClass, { params: { id } })
  const [edits, setEdits] = useState<Edits>(new Map())
  const back = { to: paths.grading(), text: '成绩与结业' }
  const held = reading.data
  if (!held)
    return (
      <Page title="成绩与结业" back={back}>
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
      title={held.name}
      back={back}
      lead={
        <>
          <Status tone={classStateTone[held.state]}>{classStateText[held.state]}</Status>
          {` 合格要求：${passText(held)}`}
        </>
      }
    >
      {held.state === 'running' && (
        <Notice
          title="培训还在进行"
          actions={<ButtonLink to={paths.class(id)}>去结束培训</ButtonLink>}
        >
          最后一节课结束后，在“培训班管理”中点“结束培训”，再登记成绩和办理结业。
        </Notice>
      )}
      <Scores
        id={id}
        enters={held.open.includes('score')}
        corrects={held.open.includes('correct')}
        edits={edits}
        setEdits={setEdits}
      />
      {held.open.includes('finish') && (
        <Finish held={held} unsaved={edits.size > 0} reload={() => void reading.refetch()} />
      )}
      <Evaluations id={id} />
    </Page>
  )
}

type Edits = ReadonlyMap<string, Entry>

interface ScoresProps {
  id: string
  enters: boolean
  corrects: boolean
  edits: Edits
  setEdits: (edits: Edits) => void
}

function Scores({ id, enters, corrects, edits, setEdits }: ScoresProps) {
  const keyset = useKeyset()
  const [correcting, setCorrecting] = useState<Judged | null>(null)
  const list = useRead(
    listResults,
    { params: { id }, query: { ...(keyset.after && { after: keyset.after }) } },
    { keep: true },
  )
  const save = useMove(saveResults, { refresh: [listResults, previewFinish] })
  const send = async () => {
    try {
      const { saved } = await save.mutateAsync({
        params: { id },
        body: { items: [...edits.values()].map(givenOf) },
      })
      setEdits(new Map())
      toast(`已保存 ${saved} 条成绩`)
    } catch (error) {
      const fields = error instanceof CallError ? error.fields : {}
      const entries = [...edits.values()]
      const wrongs = entries.flatMap((entry, at) => {
        const code = fields[`items.${at}.score`]
        return code ? [{ ...entry, wrong: issueText(code, { label: '成绩', choose: false }) }] : []
      })
      setEdits(new Map([...edits, ...wrongs.map((one) => [one.enrolmentId, one] as const)]))
      const [first] = wrongs
      toast(first ? `${wrongs.length} 条成绩没有保存，请按提示修改` : textOf(error), 'error')
      if (first) document.getElementById(fieldIdOf(first.enrolmentId))?.focus()
    }
  }
  const change = (row: Judged, entry: Entry | null) => {
    const next = new Map(edits)
    if (entry) next.set(row.enrolmentId, entry)
    else next.delete(row.enrolmentId)
    setEdits(next)
  }
  const exam = list.data?.exam ?? 'exempt'
  return (
    <Card title="成绩">
      {enters && exam !== 'exempt' && (
        <Row>
          <Button
            look="primary"
            busy={save.isPending}
            unavailable={edits.size === 0 && '没有要保存的成绩'}
            onClick={() => void send()}
          >
            {edits.size > 0 ? `保存 ${edits.size} 人的成绩` : '保存成绩'}
          </Button>
        </Row>
      )}
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="成绩"
          rows={list.data?.items}
          keyOf={(row) => row.enrolmentId}
          empty={<Empty title="这个培训班没有录取的学员" />}
          columns={[
            { head: '报名序号', align: 'end', tight: true, cell: (row) => row.number },
            { head: '姓名', title: true, tight: true, cell: (row) => row.name },
            { head: '工作单位', cell: (row) => row.unitName },
            {
              head: '出勤',
              tight: true,
              cell: (row) => (row.held > 0 ? `${row.attended}/${row.held} 节` : '—'),
            },
            { head: '已有成绩', tight: true, cell: (row) => resultText(row, exam) },
            ...(enters && exam !== 'exempt'
              ? [
                  {
                    head: '登记',
                    tight: true,
                    cell: (row: Judged) => (
                      <ResultEntry
                        row={row}
                        exam={exam}
                        entry={edits.get(row.enrolmentId) ?? null}
                        change={(entry) => change(row, entry)}
                      />
                    ),
                  },
                ]
              : []),
            { head: '结业情况', cell: (row) => verdictText(row) },
            ...(corrects
              ? [
                  {
                    head: '操作',
                    tight: true,
                    cell: (row: Judged) =>
                      row.isOwn ? (
                        '由其他人员办理'
                      ) : (
                        <Button look="quiet" onClick={() => setCorrecting(row)}>
                          更正<span className="unseen">{row.name}</span>
                        </Button>
                      ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <Pager keyset={keyset} next={list.data?.next} />
      <Correction classId={id} row={correcting} close={() => setCorrecting(null)} />
    </Card>
  )
}

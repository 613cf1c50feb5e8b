import { titleSeries, titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { listUnitsBelow } from '@xueshi/contract/orgs/sub-units'
import {
  lacks,
  listDepartments,
  listPeople,
  PeopleFilter,
  type StaffPerson,
  standings,
} from '@xueshi/contract/people/desk'
import { useState } from 'react'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status, Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { BulkBar } from './desk-bulk.tsx'
import { Departments } from './desk-departments.tsx'
import { ExportPeople } from './desk-export.tsx'
import { ImportPeople } from './desk-import.tsx'
import { PersonFacts } from './person-facts.tsx'
import { employmentKindText, lackText, standingText, standingTone } from './text.ts'

const seriesOptions = titleSeries.map(({ code, label }) => ({ value: code, text: label }))
const standingOptions = standings.map((value) => ({ value, text: standingText[value] }))
const lackOptions = lacks.map((value) => ({ value, text: lackText[value] }))

/** 人员管理: who is employed or hosted here, who lacks what, and what is done with many at once. */
export default function Desk() {
  const [search, setSearch] = useUrlState(PeopleFilter)
  const keyset = useKeyset()
  const list = useRead(listPeople, { query: { ...search, after: keyset.after } }, { keep: true })
  const below = useRead(listUnitsBelow, {}).data?.items ?? []
  const isBelow = search.subUnit !== undefined
  const departments = useRead(listDepartments, {}).data?.items ?? []
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [shown, setShown] = useState<'departments' | 'import' | 'export' | null>(null)
  const [person, setPerson] = useState<string | null>(null)
  const close = () => setShown(null)
  const ticked = list.data?.items.filter(({ employmentId }) => chosen.has(employmentId)) ?? []
  return (
    <Page
      title="人员管理"
      lead="本单位的在职和挂靠人员。新人员可以自己注册后选择本单位，也可以由单位用 Excel 导入。"
      actions={
        <>
          <Button onClick={() => setShown('departments')}>内设部门</Button>
          <Button icon="download" onClick={() => setShown('export')}>
            导出
          </Button>
          <Button look="primary" icon="upload" onClick={() => setShown('import')}>
            导入人员
          </Button>
        </>
      }
    >
      <Filters
        filters={[
          { name: 'search', label: '姓名或证号后四位' },
          ...(below.length > 0 || isBelow
            ? [
                {
                  name: 'subUnit' as const,
                  label: '下级单位',
                  options: [
                    { value: 'all', text: '全部下级单位' },
                    ...below.map(({ id, name }) => ({ value: id, text: name })),
                  ],
                  all: '本单位',
                },
              ]
            : []),
          {
            name: 'departmentId',
            label: '内设部门',
            options: departments.map(({ id, name }) => ({ value: id, text: name })),
          },
          { name: 'series', label: '专业系列', options: seriesOptions },
          { name: 'standing', label: '信息状态', options: standingOptions },
          { name: 'lack', label: '尚缺', options: lackOptions, all: '不限' },
          {
            name: 'kind',
            label: '人员类别',
            options: [{ value: 'partTime', text: '兼职人员' }],
            all: '在职和挂靠',
          },
        ]}
        value={search}
        set={(patch) => {
          setChosen(new Set())
          setSearch(patch)
        }}
      />
      <Card>
        {isBelow ? (
          <p>下级单位的人员只能查看，由各单位自己管理。</p>
        ) : (
          <BulkBar people={ticked} departments={departments} done={() => setChosen(new Set())} />
        )}
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption={isBelow ? '下级单位人员' : '本单位人员'}
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.employmentId}
            {...(!isBelow && {
              selection: {
                chosen,
                change: setChosen,
                nameOf: (row: StaffPerson) => row.name,
                may: (row: StaffPerson) => row.mayEnd,
              },
            })}
            empty={
              <Empty title="没有符合条件的人员">
                {isBelow
                  ? '下级单位的人员由各单位确认或导入后，会出现在这里。'
                  : '可以导入人员名单，或请人员注册后在“人员基本信息维护”中选择本单位。'}
              </Empty>
            }
            columns={[
              { head: '姓名', title: true, tight: true, cell: (row) => row.name },
              ...(isBelow
                ? [{ head: '工作单位', cell: (row: StaffPerson) => row.unitName ?? '' }]
                : []),
              { head: '证件号码', tight: true, cell: (row) => row.documentNumberMasked },
              { head: '内设部门', cell: (row) => row.departmentName ?? '' },
              {
                head: '专业系列',
                cell: (row) => (row.series && titleSeriesLabel(row.series)) ?? '',
              },
              { head: '专业技术任职资格', cell: (row) => row.title ?? '' },
              { head: '信息状态', tight: true, cell: (row) => <Standing row={row} /> },
              { head: '尚缺', cell: (row) => row.lacks.map((lack) => lackText[lack]).join('、') },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <Button
                    look="quiet"
                    onClick={() => setPerson(row.personId)}
                    aria-label={`查看 ${row.name}`}
                  >
                    查看
                  </Button>
                ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <Drawer open={person !== null} close={() => setPerson(null)} title="人员信息">
        {person && <PersonFacts id={person} />}
      </Drawer>
      <Drawer open={shown === 'departments'} close={close} title="内设部门">
        <Departments departments={departments} />
      </Drawer>
      <Drawer open={shown === 'import'} close={close} title="导入人员">
        <ImportPeople />
      </Drawer>
      <Drawer open={shown === 'export'} close={close} title="导出人员">
        <ExportPeople filter={search} />
      </Drawer>
    </Page>
  )
}

function Standing({ row }: { row: StaffPerson }) {
  return (
    <Row>
      <Status tone={standingTone[row.standing]}>{standingText[row.standing]}</Status>
      {row.kind !== 'main' && <Tag>{employmentKindText[row.kind]}</Tag>}
    </Row>
  )
}

import { formatHours } from '@xueshi/contract/hours'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useUrlState } from '../../url.ts'
import { Button } from '../button.tsx'
import { FilterSearch } from '../filter-search.tsx'
import { Filters } from '../filters.tsx'
import { ButtonLink, Link } from '../link.tsx'
import { Card, Row } from '../page.tsx'
import { Pager, useKeyset } from '../pager.tsx'
import { Empty } from '../states.tsx'
import { Status, type Tone } from '../status.tsx'
import { Table, type Column } from '../table.tsx'

interface Line {
  id: string
  name: string
  category: string
  institution: string
  from: string
  to: string
  hoursTenths: number
  tone: Tone
  state: string
}

const lines: Line[] = [
  [
    '新质生产力与现代化产业体系',
    '公需课',
    '广州市继续教育中心',
    '2026-01-01',
    '2026-01-10',
    60,
    'neutral',
    '草稿',
  ],
  [
    '人工智能赋能制造业',
    '专业课',
    '深圳职业培训学院',
    '2026-02-02',
    '2026-02-11',
    125,
    'waiting',
    '待单位审核',
  ],
  [
    '大湾区数字经济专题',
    '公需课',
    '华南理工大学继续教育学院',
    '2026-04-04',
    '2026-04-13',
    240,
    'ok',
    '已认定',
  ],
  [
    '建筑信息模型（BIM）应用',
    '专业课',
    '广州市商贸职业学校',
    '2026-05-05',
    '2026-05-14',
    60,
    'attention',
    '已退回',
  ],
].map(([name, category, institution, from, to, hours, tone, state], at) => ({
  id: String(at),
  name: String(name),
  category: String(category),
  institution: String(institution),
  from: String(from),
  to: String(to),
  hoursTenths: Number(hours),
  tone: tone as Tone, // written above
  state: String(state),
}))

const columns: Column<Line>[] = [
  { head: '课程名称', title: true, cell: (row) => <Link to="/_kit">{row.name}</Link> },
  { head: '课程类型', tight: true, cell: (row) => row.category },
  { head: '施教机构', cell: (row) => row.institution },
  { head: '学习开始时间', tight: true, cell: (row) => row.from },
  { head: '学习结束时间', tight: true, cell: (row) => row.to },
  { head: '拟申报学时', align: 'end', cell: (row) => formatHours(row.hoursTenths) },
  {
    head: '申报记录状态',
    tight: true,
    cell: (row) => <Status tone={row.tone}>{row.state}</Status>,
  },
]

const years: Column<{ year: number }>[] = [
  { head: '培训年度', cell: (row) => row.year },
  ...['公需课目', '专业课目', '个人选修课目'].flatMap((group): Column<{ year: number }>[] => [
    { group, head: '门数', align: 'end', cell: () => 3 },
    { group, head: '学时', align: 'end', cell: () => 30 },
  ]),
  { head: '总学时', align: 'end', cell: () => 90 },
  { head: '操作', tight: true, cell: () => <Button icon="print">打印证书</Button> },
]

const Search = z.object({
  name: z.optional(z.string()),
  state: z.optional(z.enum(['draft', 'recognised'])),
})

const categoryGroups = [
  {
    heading: '必修',
    options: [
      { value: 'public', text: '公需课' },
      { value: 'professional', text: '专业课' },
    ],
  },
  { heading: '选修', options: [{ value: 'personal', text: '个人选修课' }] },
]

export function Lists() {
  const [search, setSearch] = useUrlState(Search)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const keyset = useKeyset()
  return (
    <>
      <Filters
        value={search}
        set={setSearch}
        filters={[
          { name: 'name', label: '课程名称' },
          {
            name: 'category',
            label: '课程类型',
            field: (props) => <FilterSearch {...props} groups={categoryGroups} />,
          },
          {
            name: 'state',
            label: '审核状态',
            width: 'short',
            options: [
              { value: 'draft', text: '草稿' },
              { value: 'recognised', text: '已认定' },
            ],
          },
        ]}
      />
      <Card>
        <Row>
          <ButtonLink look="primary" icon="plus" to="/_kit">
            添加
          </ButtonLink>
          <Button icon="trash" unavailable={chosen.size === 0 && '请先勾选要删除的草稿'}>
            删除
          </Button>
        </Row>
        <Table
          caption="继续教育记录"
          columns={columns}
          rows={lines}
          keyOf={(row) => row.id}
          numbered
          current="2"
          selection={{
            chosen,
            change: setChosen,
            nameOf: (row) => row.name,
            may: (row) => row.tone === 'neutral',
          }}
          empty={null}
        />
        <Pager keyset={keyset} next="cursor" />
      </Card>
      <Card title="两级表头">
        <Table
          caption="各年度学时"
          numbered
          columns={years}
          rows={[{ year: 2026 }, { year: 2025 }]}
          keyOf={(row) => String(row.year)}
          empty={null}
        />
      </Card>
      <Card title="正在加载">
        <Table
          caption="加载中的表格"
          columns={columns}
          rows={undefined}
          keyOf={(row) => row.id}
          empty={null}
        />
      </Card>
      <Card title="没有内容">
        <Table
          caption="空的表格"
          columns={columns}
          rows={[]}
          keyOf={(row) => row.id}
          empty={
            <Empty
              title="还没有继续教育记录"
              actions={
                <ButtonLink look="primary" icon="plus" to="/_kit">
                  添加
                </ButtonLink>
              }
            >
              把已完成的学习逐条添加进来，上传证明材料后送审。
            </Empty>
          }
        />
      </Card>
    </>
  )
}

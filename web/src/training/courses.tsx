import { categories } from '@xueshi/contract/ledger'
import { courseStates, listCourses } from '@xueshi/contract/training/courses'
import { useState } from 'react'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { CopyCourses, DeleteCourse } from './course-acts.tsx'
import { ExportCourses, ImportCourses } from './course-import.tsx'
import { courseColumns } from './course-columns.tsx'
import { FilingTabs } from './filing-tabs.tsx'
import { useOrganiserKind, useYears } from './portal.ts'
import { courseStateText } from './text.ts'

const Search = z.object({
  year: z.optional(z.string().check(z.regex(/^\d{4}$/))),
  name: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
  state: z.optional(z.enum(courseStates)),
})

/** 课程计划: the courses that one's unit organises. */
export default function Courses() {
  const kind = useOrganiserKind()
  const { thisYear, all } = useYears()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const { year, name, category, state } = search
  const list = useRead(
    listCourses,
    {
      query: {
        ...(year && { year }),
        ...(name && { name }),
        ...(category && { category }),
        ...(state && { state }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  const rows = list.data?.items
  const chosen = (rows ?? []).filter((row) => picked.has(row.id))
  const filtered = Boolean(year || name || category || state)
  return (
    <Page
      title={kind === 'institution' ? '课程计划' : '课程备案'}
      lead="先备案、后开班：课程备案后才能按它开培训班，公布后列入公众的课程目录。"
    >
      {kind === 'industry' && <FilingTabs kind={kind} current="own" />}
      <Filters
        value={search}
        set={setSearch}
        filters={[
          {
            name: 'year',
            label: '年度',
            width: 'short',
            options: all.map((value) => ({ value: String(value), text: `${value} 年` })),
          },
          { name: 'name', label: '课程名称' },
          {
            name: 'category',
            label: '课程类型',
            options: categories.map((value) => ({ value, text: categoryText[value] })),
          },
          {
            name: 'state',
            label: '课程状态',
            options: courseStates.map((value) => ({ value, text: courseStateText[value] })),
          },
        ]}
      />
      <Card>
        <Row>
          <ButtonLink look="primary" icon="plus" to={paths.newCourse(kind)}>
            添加
          </ButtonLink>
          <ImportCourses thisYear={thisYear} />
          <ExportCourses
            wanted={{
              ...(year && { year }),
              ...(name && { name }),
              ...(category && { category }),
              ...(state && { state }),
            }}
          />
          <CopyCourses chosen={chosen} thisYear={thisYear} done={() => setPicked(new Set())} />
          <DeleteCourse chosen={chosen} done={() => setPicked(new Set())} />
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="课程计划"
            numbered
            rows={rows}
            keyOf={(row) => row.id}
            columns={courseColumns((row) => paths.course(kind, row.id))}
            selection={{ chosen: picked, change: setPicked, nameOf: (row) => row.name }}
            empty={
              filtered ? (
                <Empty
                  icon="search"
                  title="没有符合条件的课程"
                  actions={<Button onClick={() => setSearch(nothing)}>查看全部课程</Button>}
                >
                  可以换一个条件再查询。
                </Empty>
              ) : (
                <Empty
                  title="还没有课程"
                  actions={
                    <ButtonLink icon="plus" to={paths.newCourse(kind)}>
                      添加第一门课程
                    </ButtonLink>
                  }
                >
                  写明科目、学时和授课老师，提交备案后即可开班。
                </Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

const nothing = {
  year: undefined,
  name: undefined,
  category: undefined,
  state: undefined,
  after: undefined,
}

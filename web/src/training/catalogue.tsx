import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import { formatHours } from '@xueshi/contract/hours'
import { categories } from '@xueshi/contract/ledger'
import { listCatalogue } from '@xueshi/contract/training/courses'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Filters } from '../ui/filters.tsx'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { useUrlState } from '../url.ts'
import { CatalogueTabs } from './catalogue-tabs.tsx'
import { useYears } from './portal.ts'
import { levelsText, seriesText } from './text.ts'

const Search = z.object({
  year: z.optional(z.string().check(z.regex(/^\d{4}$/))),
  name: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
  series: z.optional(z.string()),
})

/** 课程目录 of a year, for anybody. */
export default function Catalogue() {
  const { thisYear, all } = useYears()
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()
  const { name, category, series } = search
  const year = search.year ?? String(thisYear)
  const list = useRead(
    listCatalogue,
    {
      query: {
        year,
        ...(name && { name }),
        ...(category && { category }),
        ...(series && { series }),
        ...(keyset.after && { after: keyset.after }),
      },
    },
    { keep: true },
  )
  const filtered = Boolean(name || category || series)
  return (
    <Page title="课程目录" lead="经备案并公布的课程，按年度查询。按课程开的培训班见培训班目录。">
      <CatalogueTabs current="courses" />
      <Filters
        value={{ year, name, category, series }}
        set={setSearch}
        filters={[
          {
            name: 'year',
            label: '年度',
            all: null,
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
            name: 'series',
            label: '专业系列',
            options: titleSeries.map(({ code, label }) => ({ value: code, text: label })),
          },
        ]}
      />
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption={`${year} 年课程目录`}
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            columns={[
              {
                head: '课程名称',
                title: true,
                cell: (row) => <Link to={paths.catalogueCourse(row.id)}>{row.name}</Link>,
              },
              { head: '课程类型', tight: true, cell: (row) => categoryText[row.category] },
              { head: '专业系列', cell: (row) => seriesText(row.series) },
              { head: '职称层级', cell: (row) => levelsText(row.levels) },
              { head: '科目', align: 'end', tight: true, cell: (row) => row.subjectCount },
              {
                head: '学时',
                align: 'end',
                tight: true,
                cell: (row) => formatHours(row.totalTenths),
              },
              { head: '主办单位', cell: (row) => row.organiser.name },
              { head: '所在地区', cell: (row) => row.organiser.regionPath },
              { head: '备案编号', tight: true, cell: (row) => row.number },
            ]}
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
                <Empty title={`${year} 年还没有公布的课程`}>可以换一个年度再查询。</Empty>
              )
            }
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

const nothing = { name: undefined, category: undefined, series: undefined, after: undefined }

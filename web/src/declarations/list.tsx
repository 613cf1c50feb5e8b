import {
  declarationStates,
  deleteDeclarations,
  listDeclarations,
  type DeclarationRow,
} from '@xueshi/contract/declarations'
import { categories } from '@xueshi/contract/ledger'
import { useState } from 'react'
import * as z from 'zod/mini'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Filters } from '../ui/filters.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { usePicked } from '../ui/picked.ts'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { useUrlState } from '../url.ts'
import './declarations.css'
import { columns } from './columns.tsx'
import { stateText } from './text.ts'

const Search = z.object({
  name: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
  // 全部 is a choice of its own: without one the list opens at 草稿 while there are drafts.
  state: z.optional(z.enum(['all', ...declarationStates])),
  current: z.optional(z.string()),
})

/** 继续教育记录申报. */
export default function DeclarationList() {
  const [search, setSearch] = useUrlState(Search)
  const keyset = useKeyset()

  const opening = useRead(listDeclarations, { query: {} }, { enabled: search.state === undefined })
  const atDrafts = opening.data && (opening.data.hasDrafts ? 'draft' : 'all')
  const state = search.state ?? atDrafts
  const { name, category } = search
  const query = {
    ...(name && { name }),
    ...(category && { category }),
    ...(state && state !== 'all' && { state }),
    ...(keyset.after && { after: keyset.after }),
  }
  const [picked, setPicked] = usePicked(query)
  const list = useRead(listDeclarations, { query }, { enabled: state !== undefined, keep: true })
  // What opened the list is not what it shows: 草稿 follow a moment later.
  const opens = state === undefined || (list.isPlaceholderData && search.state === undefined)
  const rows = opens ? undefined : list.data?.items
  const chosen = (rows ?? []).filter((row) => row.deletable && picked.has(row.id))
  const error = opening.error ?? list.error
  const filtered = Boolean(name || category || state !== 'all')

  return (
    <Page title="继续教育记录申报">
      <Filters
        value={{ name, category, state }}
        set={(patch) => setSearch({ ...patch, current: undefined })}
        filters={[
          { name: 'name', label: '课程名称' },
          {
            name: 'category',
            label: '课程类型',
            options: categories.map((value) => ({ value, text: categoryText[value] })),
          },
          {
            name: 'state',
            label: '审核状态',
            all: null,
            options: [
              { value: 'all', text: '全部' },
              ...declarationStates.map((value) => ({ value, text: stateText[value] })),
            ],
          },
        ]}
      />
      <Card>
        <Row>
          <ButtonLink look="primary" icon="plus" to={paths.newDeclaration()}>
            添加
          </ButtonLink>
          <DeleteDrafts chosen={chosen} done={() => setPicked(new Set())} />
        </Row>
        {error ? (
          <Failed
            error={error}
            retry={() => {
              if (opening.error) void opening.refetch()
              else void list.refetch()
            }}
          />
        ) : (
          <div className="records">
            <Table
              caption="继续教育记录"
              numbered
              rows={rows}
              keyOf={(row) => row.id}
              current={search.current ?? null}
              columns={columns}
              selection={{
                chosen: picked,
                change: setPicked,
                nameOf: (row) => row.name,
                may: (row) => row.deletable,
              }}
              empty={filtered ? <NothingFound all={() => setSearch(allRecords)} /> : <NothingYet />}
            />
          </div>
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
    </Page>
  )
}

const allRecords = {
  name: undefined,
  category: undefined,
  state: 'all',
  current: undefined,
  after: undefined,
}

function NothingYet() {
  return (
    <Empty
      title="还没有继续教育记录"
      actions={
        <ButtonLink icon="plus" to={paths.newDeclaration()}>
          添加第一条
        </ButtonLink>
      }
    >
      参加培训、发表论文、获得专利等都可以申报学时。
    </Empty>
  )
}

function NothingFound({ all }: { all: () => void }) {
  return (
    <Empty
      icon="search"
      title="没有符合条件的记录"
      actions={<Button onClick={all}>查看全部记录</Button>}
    >
      可以换一个条件再查询。
    </Empty>
  )
}

/** [删除]: the ticked drafts that were never sent, after asking. */
function DeleteDrafts({ chosen, done }: { chosen: readonly DeclarationRow[]; done: () => void }) {
  const [asking, setAsking] = useState(false)
  const remove = useMove(deleteDeclarations, { refresh: [listDeclarations] })
  const confirm = async () => {
    try {
      const { deleted } = await remove.mutateAsync({ body: { ids: chosen.map((row) => row.id) } })
      toast(`已删除 ${deleted} 条草稿`)
      done()
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setAsking(false)
  }
  return (
    <>
      <Button
        icon="trash"
        unavailable={chosen.length === 0 && '请先勾选要删除的草稿；送审过的记录不能删除'}
        onClick={() => setAsking(true)}
      >
        删除
      </Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title={`删除 ${chosen.length} 条草稿？`}
        verb="删除"
        danger
        busy={remove.isPending}
        confirm={() => void confirm()}
      >
        <p>草稿及其附件将一并删除，不能恢复。</p>
        <ul className="plain-list">
          {chosen.map((row) => (
            <li key={row.id}>{row.name}</li>
          ))}
        </ul>
      </Confirm>
    </>
  )
}

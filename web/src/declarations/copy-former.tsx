import {
  listDeclarations,
  type DeclarationForm,
  type DeclarationRow,
} from '@xueshi/contract/declarations'
import { formatHours } from '@xueshi/contract/hours'
import { useState, type FormEvent } from 'react'
import { categoryText } from '../ledger/text.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Pager } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import './declarations.css'
import { learningFormText } from './text.ts'

export type Copied = Omit<DeclarationForm, 'startOn' | 'endOn' | 'achievement'>

/** All of a former record but its dates and its achievement, which are never the same twice. */
export const copyOf = (row: DeclarationForm): Copied => {
  const { name, category, form, institution, claimedTenths } = row
  const { option = null, units = null, rank = null } = row
  return { name, category, form, institution, option, units, rank, claimedTenths }
}

/** 复制以往记录, chosen from the person's own. */
export function CopyFormer({ copy }: { copy: (copied: Copied) => void }) {
  const [open, setOpen] = useState(false)
  const pick = (row: DeclarationRow) => {
    copy(copyOf(row))
    setOpen(false)
  }
  return (
    <>
      <Button icon="file" onClick={() => setOpen(true)}>
        复制以往记录
      </Button>
      <Drawer open={open} close={() => setOpen(false)} title="复制以往记录">
        {open && <Former pick={pick} />}
      </Drawer>
    </>
  )
}

function Former({ pick }: { pick: (row: DeclarationRow) => void }) {
  const [typed, setTyped] = useState('')
  const [name, setName] = useState('')
  // In a drawer: the page's address is not its own.
  const [trail, setTrail] = useState<readonly string[]>([])
  const after = trail.at(-1)
  const query = { ...(name && { name }), ...(after !== undefined && { after }) }
  const list = useRead(listDeclarations, { query }, { keep: true })
  const search = (event: FormEvent) => {
    event.preventDefault()
    setName(typed.trim())
    setTrail([])
  }
  return (
    <>
      <p>选择一条以前的记录，除学习时间外的内容会填入表单。</p>
      <form onSubmit={search} role="search" aria-label="查找以往记录">
        <div className="former-search">
          <input
            className="input"
            aria-label="课程名称"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button type="submit" icon="search">
            查找
          </Button>
        </div>
      </form>
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Table
          caption="以往记录"
          rows={list.data?.items}
          keyOf={(row) => row.id}
          empty={<Empty title="没有可以复制的记录" />}
          columns={[
            { head: '课程名称', title: true, cell: (row) => row.name },
            {
              head: '类型和形式',
              cell: (row) => `${categoryText[row.category]} · ${learningFormText(row.form)}`,
            },
            { head: '年度', tight: true, cell: (row) => row.year },
            { head: '学时', align: 'end', cell: (row) => formatHours(row.claimedTenths) },
            {
              head: '操作',
              tight: true,
              cell: (row) => (
                <Button look="quiet" onClick={() => pick(row)} aria-label={`复制：${row.name}`}>
                  复制
                </Button>
              ),
            },
          ]}
        />
      )}
      <Pager
        keyset={{
          after,
          page: trail.length + 1,
          next: (cursor) => setTrail([...trail, cursor]),
          previous: () => setTrail(trail.slice(0, -1)),
        }}
        next={list.data?.next}
      />
    </>
  )
}

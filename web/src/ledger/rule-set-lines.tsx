import {
  type Chain,
  type FormRule,
  mostLines,
  type RuleSetForm,
  type Share,
} from '@xueshi/contract/ledger'
import { Button } from '../ui/button.tsx'
import { LineContext } from '../ui/form-context.ts'
import type { FormOf } from '../ui/form.tsx'
import './rules.css'
import { LineFaults, ListFault } from '../ui/list-fault.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Card } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { ChainFields, FormRuleFields, ShareFields } from './rule-line-forms.tsx'
import { lineField } from './rule-line-text.ts'
import { byPlace, ChainsTable, FormsTable } from './rule-set-facts.tsx'
import { categoriesText, formText, officesText } from './rule-text.ts'

type Line = Share | FormRule | Chain

/** Which line is open in the drawer; `at` is its place, or one behind the last for a new one. */
export type OpenLine = { part: 'shares' | 'forms' | 'chains'; at: number }

const titles = { shares: '占比', forms: '学习形式', chains: '审核流程' } as const

export interface LinesProps {
  form: FormOf<RuleSetForm>
  open: OpenLine | null
  setOpen: (open: OpenLine | null) => void
}

/** The drawer of a line; it stands beside the form of the set, for it has a form of its own. */
export function LineDrawer({ form, open, setOpen }: LinesProps) {
  const close = () => setOpen(null)
  const keep = (line: Line) => {
    if (!open) return
    const list: Line[] = [...form.getValues(open.part)]
    list[open.at] = line
    put(form, open.part, list)
    close()
  }
  const opened = open && { whole: form.getValues(), at: open.at, keep, close }
  return (
    <Drawer open={open !== null} close={close} title={open ? titles[open.part] : ''}>
      {opened && open.part === 'shares' && <ShareFields {...opened} />}
      {opened && open.part === 'forms' && <FormRuleFields {...opened} />}
      {opened && open.part === 'chains' && <ChainFields {...opened} />}
    </Drawer>
  )
}

// The path is one of the form's own lists, and the lines are that list's.
const put = (form: FormOf<RuleSetForm>, part: OpenLine['part'], list: readonly Line[]) =>
  form.setValue(part, [...list] as never, {
    shouldDirty: true,
    // What was wrong with a line is told of its place, where another stands now.
    shouldValidate: form.getFieldState(part).error !== undefined,
  })

/** The lists of a rule set: shares, forms and chains. They are saved with the form. */
export function RuleSetLines({ form, setOpen }: LinesProps) {
  const [shares, forms, chains] = form.watch(['shares', 'forms', 'chains'])
  const acts = (part: OpenLine['part'], list: readonly Line[], nameOf: (at: number) => string) => {
    const actsAt = lineActs({
      list,
      nameOf,
      edit: (at) => setOpen({ part, at }),
      put: (next) => put(form, part, next),
      ordered: part === 'chains',
    })
    const cell = (_: Line, at: number) => (
      <LineContext value={`${titles[part]}第 ${at + 1} 行`}>
        <LineFaults {...form.at(`${part}.${at}`)} fieldAt={lineField[part]} />
        {actsAt(at)}
      </LineContext>
    )
    return { head: '操作', tight: true, cell }
  }
  const add = (part: OpenLine['part'], { length }: readonly Line[]) => (
    <Button
      icon="plus"
      unavailable={length >= mostLines[part] && `最多 ${mostLines[part]} 行`}
      onClick={() => setOpen({ part, at: length })}
    >
      {`添加${titles[part]}`}
    </Button>
  )
  return (
    <>
      <Card title="占比" actions={add('shares', shares)}>
        <ListFault {...form.at('shares')} label="占比" />
        <Table
          caption="占比"
          numbered
          rows={shares}
          keyOf={byPlace(shares)}
          empty={<p>没有占比要求。</p>}
          columns={[
            { head: '名称', title: true, cell: ({ name }) => name },
            { head: '计入的类型', cell: ({ of }) => categoriesText(of) },
            {
              head: '不少于总学时的',
              tight: true,
              cell: ({ numerator, denominator }) => `${numerator}/${denominator}`,
            },
            { head: '影响达标', tight: true, cell: ({ binding }) => (binding ? '是' : '仅提示') },
            acts('shares', shares, (each) => shares[each]?.name ?? ''),
          ]}
        />
      </Card>
      <Card title="学习形式" actions={add('forms', forms)}>
        <ListFault {...form.at('forms')} label="学习形式" />
        <FormsTable
          forms={forms}
          more={[acts('forms', forms, (each) => formText(forms[each]?.code ?? ''))]}
        />
      </Card>
      <Card title="审核流程" actions={add('chains', chains)}>
        <ListFault {...form.at('chains')} label="审核流程" />
        <ChainsTable
          chains={chains}
          more={[
            acts(
              'chains',
              chains,
              (each) => `第 ${each + 1} 行 ${officesText(chains[each]?.offices ?? [])}`,
            ),
          ]}
        />
      </Card>
    </>
  )
}

interface LineActs {
  list: readonly Line[]
  nameOf: (at: number) => string
  edit: (at: number) => void
  put: (next: readonly Line[]) => void
  /** The first that fits holds: a line may be moved up. */
  ordered: boolean
}

/** 修改, 上移, 删除 of one line. */
function lineActs({ list, nameOf, edit, put: keep, ordered }: LineActs) {
  const raised = (at: number) => {
    const next = [...list]
    const [line] = next.splice(at, 1)
    if (line) next.splice(at - 1, 0, line)
    return next
  }
  return (at: number) => (
    <div className="line-acts">
      <Button look="quiet" aria-label={`修改${nameOf(at)}`} onClick={() => edit(at)}>
        修改
      </Button>
      {ordered && at > 0 && (
        <Button look="quiet" aria-label={`上移${nameOf(at)}`} onClick={() => keep(raised(at))}>
          上移
        </Button>
      )}
      <Button
        look="quiet"
        aria-label={`删除${nameOf(at)}`}
        onClick={() => keep(list.filter((_, place) => place !== at))}
      >
        删除
      </Button>
    </div>
  )
}

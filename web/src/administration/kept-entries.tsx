import {
  entriesMost,
  type EntryForm,
  readDictionary,
  readKeptDictionary,
  saveKeptDictionary,
} from '@xueshi/contract/administration/dictionaries'
import type { Reply } from '@xueshi/contract/endpoint'
import { type DictionaryEntry, EntryLabel, type KeptDictionary } from '@xueshi/contract/settings'
import { useState } from 'react'
import type { CallError } from '../call.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Overtaken } from '../ui/overtaken.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { Changes } from './changes.tsx'
import { settingValueText } from './text.ts'

type Standing = Reply<typeof readKeptDictionary>

/** The entries of a dictionary of the province's own; each change is saved by itself. */
export function KeptEntries({ name }: { name: KeptDictionary }) {
  const read = useRead(readKeptDictionary, { params: { name } })
  if (read.error)
    return (
      <Card>
        <Failed error={read.error} retry={() => void read.refetch()} />
      </Card>
    )
  if (!read.data)
    return (
      <Card>
        <Skeleton lines={8} />
      </Card>
    )
  return <Entries name={name} standing={read.data} reload={() => void read.refetch()} />
}

function Entries({
  name,
  standing: { version, values, changes },
  reload,
}: {
  name: KeptDictionary
  standing: Standing
  reload: () => void
}) {
  const save = useMove(saveKeptDictionary, { refresh: [readKeptDictionary, readDictionary] })
  const [worded, word] = useState<DictionaryEntry | 'new' | null>(null)
  const [isOvertaken, setOvertaken] = useState(false)
  const { entries } = values
  const overtakes = ({ code }: CallError) => {
    setOvertaken(code === 'STALE')
    return code === 'STALE'
  }
  const put = async (next: EntryForm[], said: string) => {
    await save.mutateAsync({ params: { name }, body: { version, entries: next } })
    setOvertaken(false)
    toast(said)
  }
  // What the buttons send has no field to stand at; the page tells every other failure by itself.
  const press = (next: EntryForm[], said: string) => {
    // A second press would come with the version that the first one has just used up.
    if (!save.isPending) void put(next, said).catch(overtakes)
  }
  const replaced = (entry: DictionaryEntry) =>
    entries.map((each) => (each.code === entry.code ? entry : each))
  return (
    <>
      <Card
        title="条目"
        actions={
          entries.length < entriesMost && (
            <Button icon="plus" onClick={() => word('new')}>
              添加
            </Button>
          )
        }
      >
        {isOvertaken && <Overtaken reload={reload} />}
        <Table
          caption="条目"
          numbered
          rows={entries}
          keyOf={({ code }) => code}
          empty={<Empty title="还没有条目" />}
          columns={[
            { head: '名称', title: true, cell: ({ label }) => label },
            {
              head: '状态',
              tight: true,
              cell: ({ retired }) => (retired ? <Tag>停用</Tag> : '在用'),
            },
            {
              head: '操作',
              tight: true,
              cell: (entry, at) => (
                <div className="line-acts">
                  <Button
                    look="quiet"
                    aria-label={`修改 ${entry.label}`}
                    onClick={() => word(entry)}
                  >
                    修改
                  </Button>
                  {at > 0 && (
                    <Button
                      look="quiet"
                      aria-label={`上移 ${entry.label}`}
                      onClick={() => press(raised(entries, at), '已上移')}
                    >
                      上移
                    </Button>
                  )}
                  <Button
                    look="quiet"
                    aria-label={`${entry.retired ? '恢复' : '停用'} ${entry.label}`}
                    onClick={() =>
                      press(
                        replaced({ ...entry, retired: !entry.retired }),
                        entry.retired ? '已恢复' : '已停用',
                      )
                    }
                  >
                    {entry.retired ? '恢复' : '停用'}
                  </Button>
                </div>
              ),
            },
          ]}
        />
        <p className="field-hint">停用的条目不再提供选择，已经选用的仍显示原来的名称。</p>
      </Card>
      <Changes changes={changes} tell={inWords} />
      <Dialog
        open={worded !== null}
        close={() => word(null)}
        title={worded === 'new' ? '添加条目' : '修改条目'}
      >
        {worded !== null && (
          <WordForm
            start={worded === 'new' ? '' : worded.label}
            others={entries.filter((each) => each !== worded).map(({ label }) => label)}
            refused={overtakes}
            close={() => word(null)}
            keep={(label) =>
              worded === 'new'
                ? put([...entries, { code: null, label, retired: false }], '已添加')
                : put(replaced({ ...worded, label }), '已修改')
            }
          />
        )}
      </Dialog>
    </>
  )
}

const inWords = (name: string, { from, to }: { from: unknown; to: unknown }) => {
  if (name === 'order') return '调整了顺序'
  const now = settingValueText(to)
  return from === null ? `添加“${now}”` : `${settingValueText(from)} → ${now}`
}

/** The entries with one a place higher. */
function raised(entries: readonly DictionaryEntry[], at: number): DictionaryEntry[] {
  const next = [...entries]
  next.splice(at - 1, 0, ...next.splice(at, 1))
  return next
}

function WordForm({
  start,
  others,
  keep,
  refused,
  close,
}: {
  start: string
  others: readonly string[]
  keep: (label: string) => Promise<void>
  refused: (error: CallError) => boolean
  close: () => void
}) {
  const form = useFormOf(EntryLabel, {
    start: { label: start },
    rules: ({ label }): Record<string, string> =>
      label !== undefined && others.includes(label) ? { label: 'ENTRY_TWICE' } : {},
  })
  return (
    <Form
      form={form}
      label="条目"
      refused={(error) => {
        const isTold = refused(error)
        if (isTold) close()
        return isTold
      }}
      submit={async ({ label }) => {
        await keep(label)
        close()
      }}
    >
      <TextField {...form.at('label')} label="名称" required maxLength={60} width="full" />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>保存</SubmitButton>
      </Row>
    </Form>
  )
}

import {
  checkLegacy,
  legacyInputLimit,
  listLegacyBatches,
  openLegacyInput,
} from '@xueshi/contract/legacy'
import { listTasks } from '@xueshi/contract/tasks'
import { text } from '@xueshi/contract/text'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { SheetUpload } from '../tasks/sheet-upload.tsx'
import { figure } from '../tasks/text.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Link } from '../ui/link.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { TextField } from '../ui/text-field.tsx'
import { formatInstant } from '../ui/time.ts'
import { useGo } from '../url.ts'
import { BatchStatus } from './batch-status.tsx'
import { readControlLines } from './control-lines.ts'
import { ControlLinesField, pasteFault } from './control-paste.tsx'

/** 历史数据导入: years from before this system, in batches that stand or fall whole. */
export default function LegacyBatches() {
  const [isOpen, setOpen] = useState(false)
  const keyset = useKeyset()
  const list = useRead(listLegacyBatches, { query: { after: keyset.after } }, { keep: true })
  return (
    <Page
      title="历史数据导入"
      lead="导入本系统启用之前的学时和证书。先上传核对，与台账的合计一致后，再整批导入。"
      actions={
        <a className="button" href="/api/legacy-template" download>
          下载模板
        </a>
      }
    >
      <Card>
        <Row>
          <Button look="primary" icon="upload" onClick={() => setOpen(true)}>
            上传核对
          </Button>
        </Row>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="历史数据批次"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            empty={<Empty title="还没有导入过历史数据">下载模板，填好后上传核对。</Empty>}
            columns={[
              {
                head: '批次名称',
                title: true,
                cell: (row) => <Link to={paths.legacyBatch(row.id)}>{row.name}</Link>,
              },
              { head: '行数', align: 'end', cell: (row) => figure(row.rowCount) },
              { head: '有误', align: 'end', cell: (row) => figure(row.wrongCount) },
              {
                head: '状态',
                tight: true,
                cell: (row) => <BatchStatus batch={row} />,
              },
              { head: '操作人', tight: true, cell: (row) => row.byName },
              { head: '上传时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <Dialog open={isOpen} close={() => setOpen(false)} title="上传核对" wide>
        {isOpen && <Upload close={() => setOpen(false)} />}
      </Dialog>
    </Page>
  )
}

const BatchForm = z.object({ name: text({ min: 1, max: 60 }), pasted: z.string() })

function Upload({ close }: { close: () => void }) {
  const go = useGo()
  const [inputId, setInputId] = useState<string | null>(null)
  const open = useMove(openLegacyInput)
  const check = useMove(checkLegacy, { refresh: [listLegacyBatches, listTasks] })
  const form = useFormOf(BatchForm, {
    start: { name: '', pasted: '' },
    rules: ({ pasted = '' }) => {
      const fault = pasteFault(pasted)
      return { ...(fault !== null && { pasted: fault }) }
    },
  })
  return (
    <Form
      form={form}
      label="上传核对"
      submit={async ({ name, pasted }) => {
        if (inputId === null) return
        const controls = readControlLines(pasted).lines
        const { id } = await check.mutateAsync({ body: { name, inputId, controls } })
        go(paths.legacyBatch(id))
      }}
    >
      <p>上传后只核对，不导入。列名与模板一致，一行一门课，最多 100 万行。</p>
      <TextField {...form.at('name')} label="批次名称" hint="例如：2015 年度学时台账" required />
      <SheetUpload
        uploaded={setInputId}
        place={(body) => open.mutateAsync({ body })}
        limit={legacyInputLimit}
      />
      <ControlLinesField pasted={form.watch('pasted')} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton unavailable={inputId === null && '请先选择文件'}>开始核对</SubmitButton>
      </Row>
    </Form>
  )
}

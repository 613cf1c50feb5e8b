import { text } from '@xueshi/contract/text'
import { lazy, Suspense, useState } from 'react'
import * as z from 'zod/mini'
import { CallError } from '../../call.ts'
import { Button } from '../button.tsx'
import { CheckGroup } from '../check-group.tsx'
import { DateRange } from '../dates.tsx'
import { FormActions, SubmitButton } from '../form-actions.tsx'
import { useFormOf } from '../form.tsx'
import { Conflict, differenceOf } from '../conflict.tsx'
import { CancelButton, KeptForm } from '../kept-form.tsx'
import { LinesField } from '../lines-field.tsx'
import { NumberField } from '../number-field.tsx'
import { Overtaken } from '../overtaken.tsx'
import { Card, Row } from '../page.tsx'
import { PickFile } from '../pick-file.tsx'
import { ReasonDialog } from '../reason-dialog.tsx'
import { Skeleton } from '../skeleton.tsx'
import { SubMenu } from '../sub-menu.tsx'
import { toast } from '../toast.tsx'
import { useViewState } from '../view-state.ts'
import '../viewer.css'

const PdfView = lazy(() => import('../pdf-view.tsx'))
const nothing = () => undefined

/** Pieces that some pages have alone. */
export function Others() {
  return (
    <>
      <Kept />
      <Card title="刚刚有人保存过修改">
        <Overtaken reload={nothing} />
        <Conflict
          title="您的信息刚刚在别处修改过，您填写的内容还没有保存"
          differences={[differenceOf('邮政编码', '510000', '510630')]}
          takeCurrent={nothing}
          keepTyped={nothing}
        />
      </Card>
      <Card title="起止日期">
        <p>
          <DateRange from="2026-03-01" to="2026-03-12" />
          ；
          <DateRange from="2026-03-01" to="2026-03-01" />
        </p>
      </Card>
      <Card title="选择文件">
        <PickFile text="选择文件" label="签到表" accept=".xlsx" take={({ name }) => toast(name)} />
        <PickFile
          text="选择文件"
          label="名单"
          accept=".xlsx"
          take={nothing}
          unavailable="正在处理上一个文件"
        />
      </Card>
      <Reasoned />
      <Card title="同一菜单下的页面">
        <SubMenu
          label="组件的页面"
          current="one"
          entries={[
            { id: 'one', text: '待审核', to: '/_kit' },
            { id: 'two', text: '已审核', to: '/_kit#lists' },
          ]}
        />
      </Card>
      <Files />
    </>
  )
}

const Shape = z.object({
  kinds: z.array(z.string()).check(z.minLength(1, 'REQUIRED')),
  levels: z.array(z.string()),
  papers: z.array(text({ min: 1, max: 40 })).check(z.minLength(1, 'REQUIRED')),
  days: z.int().check(z.gte(1), z.lte(365)),
})
const kinds = ['公需课', '专业课', '个人选修课'].map((name) => ({ value: name, text: name }))
const levels = ['正高级', '副高级', '中级', '助理级', '员级'].map((name) => ({
  value: name,
  text: name,
}))

function Kept() {
  const form = useFormOf(Shape, {
    start: { kinds: ['公需课'], levels: ['中级', '副高级'], papers: ['结业证书'] },
  })
  return (
    <Card title="其他输入框（提交后提示别人刚刚保存过）">
      <KeptForm
        form={form}
        label="其他输入框"
        keptAs="kit"
        reload={nothing}
        save={() => Promise.reject(new CallError('STALE', 409))}
        saved={nothing}
      >
        <CheckGroup {...form.at('kinds')} label="课程类型" required options={kinds} />
        <CheckGroup
          {...form.at('levels')}
          label="职称级别（最多两项）"
          options={levels}
          most={2}
          columns
        />
        <LinesField {...form.at('papers')} label="证明材料" required hint="每行一项" />
        <NumberField {...form.at('days')} label="培训天数" required unit="天" />
        <FormActions>
          <SubmitButton>提交</SubmitButton>
          <CancelButton leave={nothing} />
        </FormActions>
      </KeptForm>
    </Card>
  )
}

function Reasoned() {
  const [open, setOpen] = useState(false)
  return (
    <Card title="写明原因的决定">
      <Row>
        <Button onClick={() => setOpen(true)}>退回并写明原因</Button>
      </Row>
      <ReasonDialog
        open={open}
        close={() => setOpen(false)}
        title="退回这份申请？"
        label="退回原因"
        hint="对方会看到这段文字"
        verb="退回"
        danger
        warning="退回后由对方修改，再重新提交。"
        decide={async () => setOpen(false)}
      />
    </Card>
  )
}

/** Two empty pages; a reader of PDF finds its way without a table of offsets. */
const twoPages = new Blob([
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' +
    '2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n' +
    '3 0 obj<</Type/Page/MediaBox[0 0 300 60]/Parent 2 0 R>>endobj\n' +
    '4 0 obj<</Type/Page/MediaBox[0 0 300 60]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>',
])
const broken = new Blob(['%PDF-1.4'])

function Files() {
  const view = useViewState()
  const [failed, setFailed] = useState(false)
  return (
    <Card title="文件">
      <Suspense fallback={<Skeleton lines={3} />}>
        <PdfView data={twoPages} view={view} fail={nothing} />
        {failed ? (
          <p>这个文件打不开</p>
        ) : (
          <PdfView data={broken} view={view} fail={() => setFailed(true)} />
        )}
      </Suspense>
    </Card>
  )
}

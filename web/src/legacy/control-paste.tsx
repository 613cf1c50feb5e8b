import { keepLegacyControls, type LegacyDetail, mostControlLines } from '@xueshi/contract/legacy'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { figure } from '../tasks/text.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { readControlLines } from './control-lines.ts'
import { legacyReads } from './reads.ts'

/** What is wrong with pasted lines, if anything is. */
export function pasteFault(pasted: string): string | null {
  const { lines, faults } = readControlLines(pasted)
  if (faults.length > 0) return 'CONTROL_LINES'
  return lines.length > mostControlLines ? 'CONTROL_LINES_TOO_MANY' : null
}

/** 台账合计 as it is copied from a sheet; says what was read of it. */
export function ControlLinesField({ pasted, required }: { pasted: string; required?: boolean }) {
  const { lines, faults } = readControlLines(pasted)
  const [first, ...others] = faults
  return (
    <>
      <TextArea
        name="pasted"
        label="台账合计"
        hint="从 Excel 复制后粘贴，每行：工作单位、培训年度、课目类型、合计学时；不分单位的，工作单位留空"
        required={required ?? false}
        rows={5}
      />
      {pasted.trim() !== '' && (
        <p role="status" className="field-hint">
          {first === undefined
            ? `共 ${figure(lines.length)} 行`
            : `第 ${[first, ...others.slice(0, 9)].join('、')} 行不符合格式或者重复`}
        </p>
      )}
    </>
  )
}

const Pasted = z.object({ pasted: z.string() })

/** Lines of the books are written to a batch; what stood there of the same unit, year and category is corrected. */
export function PasteControls({ batch }: { batch: LegacyDetail }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>粘贴台账合计</Button>
      <Dialog open={isOpen} close={() => setOpen(false)} title="粘贴台账合计" wide>
        {isOpen && <Fields batch={batch} close={() => setOpen(false)} />}
      </Dialog>
    </>
  )
}

function Fields({ batch, close }: { batch: LegacyDetail; close: () => void }) {
  const keep = useMove(keepLegacyControls, { refresh: legacyReads })
  const form = useFormOf(Pasted, {
    start: { pasted: '' },
    rules: ({ pasted = '' }) => {
      const fault = pasted.trim() === '' ? 'REQUIRED' : pasteFault(pasted)
      return { ...(fault !== null && { pasted: fault }) }
    },
  })
  return (
    <Form
      form={form}
      label="粘贴台账合计"
      submit={async ({ pasted }) => {
        const { lines } = readControlLines(pasted)
        await keep.mutateAsync({
          params: { id: batch.id },
          body: { version: batch.version, lines },
        })
        toast('已保存台账合计')
        close()
      }}
    >
      <ControlLinesField pasted={form.watch('pasted')} required />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>保存</SubmitButton>
      </Row>
    </Form>
  )
}

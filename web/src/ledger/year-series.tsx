import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import {
  chooseYearSeries,
  listRecentYears,
  listYears,
  readYear,
  type YearRow,
} from '@xueshi/contract/ledger'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'

const labelOf = (series: string) => titleSeriesLabel(series) ?? series

/** 专业系列 of a year; where several were held in it, the person says which one it counts for. */
export function YearSeries({ row }: { row: YearRow }) {
  const [asking, setAsking] = useState(false)
  const close = () => setAsking(false)
  if (!row.open.includes('chooseSeries')) return labelOf(row.series)
  return (
    <>
      {labelOf(row.series)}{' '}
      <Button
        look="quiet"
        onClick={() => setAsking(true)}
        aria-label={`选择 ${row.year} 年度的专业系列`}
      >
        更换
      </Button>
      <Dialog open={asking} close={close} title={`${row.year} 年度的专业系列`}>
        {asking && <Choice row={row} close={close} />}
      </Dialog>
    </>
  )
}

function Choice({ row, close }: { row: YearRow; close: () => void }) {
  const choose = useMove(chooseYearSeries, { refresh: [listYears, listRecentYears, readYear] })
  const form = useFormOf(chooseYearSeries.parts.body, { start: { series: row.series } })
  return (
    <Form
      form={form}
      submit={async ({ series }) => {
        await choose.mutateAsync({ params: { id: row.id }, body: { series } })
        toast(`${row.year} 年度按${labelOf(series)}计算`)
        close()
      }}
    >
      <p>您在这一年度有过多个专业系列。年度只按其中一个计算和认证，学时不变，认证前可以更换。</p>
      <RadioGroup
        {...form.at('series')}
        label="本年度按哪个系列计算"
        required
        options={row.seriesHeld.map((value) => ({ value, text: labelOf(value) }))}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>保存</SubmitButton>
      </Row>
    </Form>
  )
}

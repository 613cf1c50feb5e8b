import { degrees } from '@xueshi/contract/dictionaries/degrees'
import { educations } from '@xueshi/contract/dictionaries/educations'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import { OtherDegree, OtherTitle } from '@xueshi/contract/people'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { otherDegreeText, otherTitleText } from './others.ts'
import { fieldText } from './text.ts'
import { searchTitles, titleNamed } from './titles.ts'

const options = (entries: readonly { code: string; label: string }[]) =>
  entries.map(({ code, label }) => ({ value: code, text: label }))
const seriesOptions = options(titleSeries)
const educationOptions = options(educations.filter(({ heading }) => !heading))
const degreeOptions = options(degrees)
const most = 10

export interface OthersProps<Item> {
  items: readonly Item[]
  change: (items: Item[]) => void
  today: string
}

/** A list that a dialog adds to; each line can be taken away. */
function Lines<Item>({
  label,
  verb,
  items,
  textOf,
  change,
  children,
}: {
  label: string
  verb: string
  items: readonly Item[]
  textOf: (item: Item) => string
  change: (items: Item[]) => void
  children: (add: (item: Item) => void) => React.ReactNode
}) {
  const [adding, setAdding] = useState(false)
  return (
    <div className="field">
      <p className="field-label">{label}</p>
      <ul className="lines">
        {items.map((item, at) => (
          <li key={`${at}/${textOf(item)}`}>
            {textOf(item)}
            <Button
              look="quiet"
              onClick={() => change(items.filter((_, other) => other !== at))}
              aria-label={`删除 ${textOf(item)}`}
            >
              删除
            </Button>
          </li>
        ))}
      </ul>
      <Row>
        <Button
          icon="plus"
          unavailable={items.length >= most && '最多十条'}
          onClick={() => setAdding(true)}
        >
          {verb}
        </Button>
      </Row>
      <Dialog open={adding} close={() => setAdding(false)} title={verb}>
        {children((item) => {
          change([...items, item])
          setAdding(false)
        })}
      </Dialog>
    </div>
  )
}

/** 其他职称: earlier ones, and those of other series. */
export function OtherTitles({ items, change, today }: OthersProps<OtherTitle>) {
  return (
    <Lines
      label={`${fieldText.otherTitles}（以前取得的，或其他系列的）`}
      verb="添加职称"
      items={items}
      textOf={otherTitleText}
      change={change}
    >
      {(add) => <TitleForm today={today} add={add} />}
    </Lines>
  )
}

function TitleForm({ today, add }: { today: string; add: (item: OtherTitle) => void }) {
  const form = useFormOf(OtherTitle, { start: { titleLevel: 'none', obtainedOn: null } })
  return (
    <Form form={form} label="添加职称" submit={(item) => Promise.resolve(add(item))}>
      <SearchField
        {...form.at('title')}
        label={fieldText.title}
        required
        search={searchTitles}
        picked={(found) => {
          const title = found && titleNamed(found.value)
          if (!title) return
          form.setValue('titleLevel', title.level)
          if (title.series[0] !== undefined && title.series.length === 1)
            form.setValue('series', title.series[0])
        }}
      />
      <DateField
        {...form.at('obtainedOn')}
        label={fieldText.titleObtainedOn}
        latest={today}
        emptyIsNull
      />
      <Select {...form.at('series')} label={fieldText.series} required options={seriesOptions} />
      <TextField {...form.at('specialty')} label={fieldText.specialty} required />
      <FormActions>
        <SubmitButton>添加</SubmitButton>
      </FormActions>
    </Form>
  )
}

/** 其他学历学位: those beside the highest. */
export function OtherDegrees({ items, change, today }: OthersProps<OtherDegree>) {
  return (
    <Lines
      label={fieldText.otherDegrees}
      verb="添加学历学位"
      items={items}
      textOf={otherDegreeText}
      change={change}
    >
      {(add) => <DegreeForm today={today} add={add} />}
    </Lines>
  )
}

function DegreeForm({ today, add }: { today: string; add: (item: OtherDegree) => void }) {
  const form = useFormOf(OtherDegree, {
    start: { degree: null, major: null, school: null, graduatedOn: null },
  })
  return (
    <Form form={form} label="添加学历学位" submit={(item) => Promise.resolve(add(item))}>
      <Select {...form.at('education')} label="学历" required options={educationOptions} />
      <Select {...form.at('degree')} label="学位" options={degreeOptions} emptyIsNull />
      <TextField {...form.at('major')} label={fieldText.major} emptyIsNull />
      <TextField {...form.at('school')} label={fieldText.school} emptyIsNull />
      <DateField
        {...form.at('graduatedOn')}
        label={fieldText.graduatedOn}
        latest={today}
        emptyIsNull
      />
      <FormActions>
        <SubmitButton>添加</SubmitButton>
      </FormActions>
    </Form>
  )
}

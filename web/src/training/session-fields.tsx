import { mostSessions, type SessionForm } from '@xueshi/contract/training/classes'
import { addDays, isIsoDate } from '@xueshi/contract/year'
import { useFieldArray } from 'react-hook-form'
import { Button } from '../ui/button.tsx'
import { CheckBox, Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { LineContext } from '../ui/form-context.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { ListFault } from '../ui/list-fault.tsx'
import { announce } from '../ui/live.tsx'
import { Card, Columns, Row } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { ClassFormOf } from './class-form-of.ts'

/** The line after this one: the next day, the same hours and room. */
function nextLine(last: Partial<SessionForm> | undefined, startsOn: string): SessionForm {
  const on = last?.on && isIsoDate(last.on) ? addDays(last.on, 1) : startsOn
  return {
    id: null,
    on,
    from: last?.from ?? '09:00',
    to: last?.to ?? '12:00',
    online: last?.online ?? false,
    place: last?.place ?? null,
    subject: last?.subject ?? null,
    teacher: last?.teacher ?? null,
  }
}

/** 课程具体时间安排: a line for each session. */
export function SessionFields({
  form,
  subjects,
}: {
  form: ClassFormOf
  subjects: readonly { name: string }[]
}) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: 'sessions' })
  const add = () => {
    const { sessions, startsOn } = form.getValues()
    append(nextLine(sessions.at(-1), startsOn))
  }
  const drop = (at: number) => {
    remove(at)
    announce(`已删除第 ${at + 1} 节课`)
  }
  return (
    <Card title="课程具体时间安排">
      <p className="field-hint">
        面授和混合的培训班按节考勤，请逐节写明；地点、授课老师不填的，按培训班的填写。
      </p>
      <ListFault {...form.at('sessions')} label="课程时间安排" />
      <ol className="session-rows">
        {fields.map((field, at) => (
          <li key={field.id} className="session-row" aria-label={`第 ${at + 1} 节`}>
            <LineContext value={`第 ${at + 1} 节`}>
              <div className="session-head">
                <p className="session-name">{`第 ${at + 1} 节`}</p>
                <Button
                  look="quiet"
                  onMouseDown={keepFocus}
                  icon="trash"
                  aria-label={`删除第 ${at + 1} 节课`}
                  onClick={() => drop(at)}
                >
                  删除
                </Button>
              </div>
              <div className="session-times">
                <DateField {...form.at(`sessions.${at}.on`)} label="日期" required />
                <TextField
                  {...form.at(`sessions.${at}.from`)}
                  label="开始"
                  type="time"
                  required
                  width="short"
                />
                <TextField
                  {...form.at(`sessions.${at}.to`)}
                  label="结束"
                  type="time"
                  required
                  width="short"
                />
              </div>
              <Columns>
                <Select
                  {...form.at(`sessions.${at}.subject`)}
                  label="科目"
                  emptyText="不指定"
                  emptyIsNull
                  numeric
                  options={subjects.map(({ name }, index) => ({
                    value: String(index + 1),
                    text: name,
                  }))}
                />
                <TextField
                  {...form.at(`sessions.${at}.teacher`)}
                  label="本节授课老师"
                  maxLength={50}
                  emptyIsNull
                />
                <TextField
                  {...form.at(`sessions.${at}.place`)}
                  label="本节地点"
                  maxLength={100}
                  emptyIsNull
                />
              </Columns>
              <CheckBox {...form.at(`sessions.${at}.online`)} label="线上" />
            </LineContext>
          </li>
        ))}
      </ol>
      <Row>
        <Button
          icon="plus"
          onMouseDown={keepFocus}
          unavailable={fields.length >= mostSessions && `最多 ${mostSessions} 节课`}
          onClick={add}
        >
          添加一节课
        </Button>
        <p className="field-hint" role="status">{`共 ${fields.length} 节课`}</p>
      </Row>
    </Card>
  )
}

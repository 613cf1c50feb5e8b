import { parseDate, type CalendarDate } from '@internationalized/date'
import { useEffect } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
} from 'react-aria-components/Calendar'
import { DateInput, DatePicker, DateSegment } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Popover } from 'react-aria-components/Popover'
import { useController, useFormContext } from 'react-hook-form'
import { FieldFrame, useField, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'

export interface DateFieldProps extends FieldProps {
  /** Days outside are greyed in the calendar, `YYYY-MM-DD`; the rules say what is wrong. */
  earliest?: string
  latest?: string
  /** `''` is handed on as null: for fields that may stay empty. */
  emptyIsNull?: boolean
}

/** A day: typed part by part, or picked from a calendar; the form holds `YYYY-MM-DD`. */
export function DateField({ earliest, latest, emptyIsNull, ...rest }: DateFieldProps) {
  const field = { width: 'medium' as const, ...rest }
  const wiring = useField(field, true)
  const { control } = useFormContext()
  const { field: held } = useController({ control, name: field.name })
  // A form that gives the focus to this field gives it to the first part of the day.
  const focus = () =>
    document
      .getElementById(wiring.inputId)
      ?.querySelector<HTMLElement>('[role=spinbutton]')
      ?.focus()
  useEffect(() => held.ref({ focus }))
  return (
    <FieldFrame field={field} wiring={wiring} group>
      <I18nProvider locale="zh-CN">
        <DatePicker
          id={wiring.inputId}
          className="date"
          aria-labelledby={wiring.labelId}
          aria-describedby={wiring.describedBy}
          value={dayOf(held.value)}
          onChange={(day) => held.onChange(day?.toString() ?? (emptyIsNull ? null : ''))}
          onBlur={held.onBlur}
          minValue={dayOf(earliest)}
          maxValue={dayOf(latest)}
          isInvalid={wiring.error !== null}
          validationBehavior="aria"
          shouldForceLeadingZeros
        >
          <Group className="input date-group">
            <DateInput className="date-input">
              {(segment) => <DateSegment segment={segment} className="date-segment" />}
            </DateInput>
            <AriaButton className="date-open">
              <Icon name="calendar" />
            </AriaButton>
          </Group>
          <Popover className="popover">
            <Dialog className="calendar-dialog">
              <Calendar className="calendar">
                <header>
                  <AriaButton slot="previous" className="button button-quiet button-icon">
                    <Icon name="left" />
                  </AriaButton>
                  <Heading />
                  <AriaButton slot="next" className="button button-quiet button-icon">
                    <Icon name="right" />
                  </AriaButton>
                </header>
                <CalendarGrid>
                  <CalendarGridHeader>
                    {(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}
                  </CalendarGridHeader>
                  <CalendarGridBody>
                    {(date) => <CalendarCell date={date} className="calendar-day" />}
                  </CalendarGridBody>
                </CalendarGrid>
              </Calendar>
            </Dialog>
          </Popover>
        </DatePicker>
      </I18nProvider>
    </FieldFrame>
  )
}

function dayOf(value: unknown): CalendarDate | null {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? parseDate(value) : null
}

import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { DateRange, unbroken } from './dates.tsx'

const kept = (text: string) => `<span class="unbroken">${text}</span>`

test('a date in a text keeps to one line, with its time where it has one', () => {
  const shown = renderToStaticMarkup(
    <p>{unbroken('自 2026-03-01 起，至 2026-03-05 18:30 止；编号 1234-5678')}</p>,
  )
  expect(shown).toBe(
    `<p>自 ${kept('2026-03-01')} 起，至 ${kept('2026-03-05 18:30')} 止；编号 1234-5678</p>`,
  )
})

test('text without a date, and what is no text, is handed on as it is', () => {
  const element = <b>2026-03-01</b>
  expect([unbroken('无'), unbroken(element), unbroken(null), unbroken(12)]).toEqual([
    '无',
    element,
    null,
    12,
  ])
})

test('a range breaks between its days alone; the same day is said once', () => {
  const range = <DateRange from="2026-03-01" to="2026-03-05" />
  expect(renderToStaticMarkup(range)).toBe(`${kept('2026-03-01')} ${kept('至 2026-03-05')}`)
  const day = <DateRange from="2026-03-01" to="2026-03-01" />
  expect(renderToStaticMarkup(day)).toBe(kept('2026-03-01'))
})

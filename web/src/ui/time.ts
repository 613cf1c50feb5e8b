const shanghai = { timeZone: 'Asia/Shanghai', hour12: false } as const
const minute = new Intl.DateTimeFormat('zh-CN', {
  ...shanghai,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** A UTC instant as people in Asia/Shanghai read it: `2026-03-01 09:30`. */
export function formatInstant(instant: string): string {
  const parts = Object.fromEntries(
    minute.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]),
  )
  return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}`
}

/** The same to the second, where the manual has it so: `2026-03-01 09:30:05`. */
export function formatSeconds(instant: string): string {
  return `${formatInstant(instant)}:${String(new Date(instant).getUTCSeconds()).padStart(2, '0')}`
}

/** The day of a UTC instant in Asia/Shanghai: `2026-03-01`. */
export function formatDay(instant: string): string {
  return formatInstant(instant).slice(0, 10)
}

import { addDays, todayIn } from '@xueshi/contract/year'

/** The day in Asia/Shanghai, as the server counts it. */
export const today = todayIn(Date.now())

/** The year whose first ten days have passed: study in them can be declared on any day of the run. */
export const studiedYear = Number(addDays(today, -10).slice(0, 4))

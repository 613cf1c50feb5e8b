import { type Fault, faults } from './failing-database.ts'

/** Set for `npm run battery`: every race and fault at its full count. */
export const isBattery = process.env['XUESHI_BATTERY'] === '1'

/** How many rounds to run: all of them in the battery, a tenth in `npm test`. */
export const rounds = (full: number): number => (isBattery ? full : Math.ceil(full / 10))

/** Which faults to run a further act through: every one in the battery, the hardest in `npm test`. */
export const someFaults: readonly Fault[] = isBattery ? faults : ['unacknowledged']

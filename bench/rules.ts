// `npm run bench:rules`: how many people's years a second a change of rules computes anew: counted
// first, then published and written with their results and messages. `-- --scale city` has 100,000 people.
import { parseArgs } from 'node:util'
import { ruleSetFormOf } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import { actors } from '../server/src/app.ts'
import * as accounts from '../server/src/accounts/service.ts'
import { ledgerWorks } from '../server/src/ledger/jobs.ts'
import * as publishing from '../server/src/ledger/rule-publishing/service.ts'
import * as editor from '../server/src/ledger/rule-set-editor/service.ts'
import * as orgs from '../server/src/orgs/service.ts'
import type { Platform } from '../server/src/platform/platform.ts'
import * as tasks from '../server/src/tasks/service.ts'
import { fill, openGround, withPlatform } from './house.ts'
import { isScale, scaleNames } from './scale.ts'

const barASecond = 3_000
const shipped = '01980000-0000-7000-8000-000000000021'

const { values } = parseArgs({ options: { scale: { type: 'string', default: 'small' } } })
if (!isScale(values.scale)) {
  console.error(`There is no scale "${values.scale}": it is one of ${scaleNames.join(', ')}`)
  process.exit(2)
}
const { scale } = values

/** Somebody at the office that makes the province's rules. */
async function ruleMaker(platform: Platform) {
  const { db } = platform
  const system = orgs.systemActor(platform)
  const office = await db
    .selectFrom('unitCapabilities')
    .select('unitId')
    .where('capability', '=', 'hrss')
    .where('regionCode', '=', '440000')
    .executeTakeFirstOrThrow()
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  const seat = {
    unitId: office.unitId,
    accountId: account.id,
    kind: 'hrss',
    level: 'clerk',
  } as const
  const { id: seatId } = await orgs.addStaff(system, seat)
  await accounts.enrolSecondFactor(system, account.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  return orgs.actorFor(platform, { accountId: account.id, seatId })
}

/** Runs the task to its end; prints how many years it came to a second. */
async function measure(platform: Platform, name: string, taskId: string) {
  const begun = performance.now()
  await tasks.runTask(platform, { works: ledgerWorks, actors }, taskId)
  const seconds = (performance.now() - begun) / 1000
  const { done, state } = await platform.db
    .selectFrom('tasks')
    .select(['done', 'state'])
    .where('id', '=', taskId)
    .executeTakeFirstOrThrow()
  if (state !== 'done') throw new Error(`the task ended as ${state}`)
  const rate = Math.round(done / seconds)
  console.log(
    `${name}: ${done} years met in ${seconds.toFixed(1)} s, ${rate} a second; bar ${barASecond} ${rate < barASecond ? 'BELOW' : 'held'}`,
  )
}

const ground = await openGround()
try {
  const rows = await fill(ground, scale)
  console.log(
    `Scale ${scale}: ${rows['people']} people, ${rows['years']} years, ${rows['ledger_entries']} entries`,
  )
  await withPlatform(ground, async (platform) => {
    const maker = await ruleMaker(platform)
    const draft = await editor.copy(maker, shipped)
    const { version } = draft
    const stricter = {
      ...ruleSetFormOf(draft),
      totalTenths: 960,
      minima: { public: 360, professional: 420, elective: 180 },
    }
    const edited = await editor.edit(maker, draft.id, { version, form: stricter })
    const counting = await publishing.beginCount(maker, draft.id, edited.version)
    await measure(platform, 'Counting whom it touches', counting.id)
    const published = await publishing.publish(maker, draft.id, {
      version: edited.version,
      effectiveAt: null,
    })
    await measure(platform, 'Computing anew, written and told', published.taskId ?? '')
    const { rows: sums } = await sql<{ moved: number }>`
      SELECT count(*)::int AS moved FROM years WHERE rule_set_id = ${draft.id}`.execute(platform.db)
    const after = await editor.read(maker, draft.id)
    const affected = (after.impact?.years ?? []).reduce((sum, year) => sum + year.affected, 0)
    console.log(`${sums[0]?.moved} years go by the new rules; ${affected} were affected`)
  })
} finally {
  await ground.close()
}

import { Readable } from 'node:stream'
import type { BatchForm } from '@xueshi/contract/declarations'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import { addFile, batchReceiver } from '../src/declarations/batch-files/service.ts'
import { declareAll, type Listed } from '../src/declarations/batch-records/service.ts'
import * as batches from '../src/declarations/batches/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { transaction } from '../src/platform/transaction.ts'
import { inventedPdf } from './evidence-files.ts'
import logins from './logins.json' with { type: 'json' }
import { platformAt, type World } from './world.ts'

/** 批量申报 of the demo employer: a training that its manager has declared for two people, and one that is begun. */
export async function makeBatches(platform: Platform, world: World): Promise<void> {
  const unitName = logins.find(({ role }) => role === 'employer.manager')?.unit ?? ''
  const { id: unitId } = await platform.db
    .selectFrom('units')
    .select('id')
    .where('name', '=', unitName)
    .executeTakeFirstOrThrow()
  const manager = world.managers.get(unitId)
  if (!manager) throw new Error('the demo employer has no manager')
  const present = platform.clock.now()
  const day = addDays(todayIn(present), -9)
  const moment = new Date(startOf(addDays(day, 3)).getTime() + 10 * 3_600_000)
  const house = platformAt(platform, moment).platform
  const desk = () => orgs.actorFor(house, manager)

  const sent = await makeBatch(await desk(), formOf('安全生产与质量管理培训', day), 9101)
  const actor = await desk()
  const batch = await batches.read(actor, sent)
  const move = batches.moveOf(actor, 'send', batch)
  const listed = await staffOf(platform, unitId, batch.claimedTenths)
  await transaction(actor, async (tx) => {
    await declareAll(tx, actor, move, batch, listed)
    return { id: batch.id }
  })
  await makeBatch(await desk(), formOf('新版行业标准宣贯', addDays(day, 1)), 9102)
}

const formOf = (name: string, day: string): BatchForm => ({
  name,
  category: 'professional',
  form: '17',
  institution: '本单位培训中心（演示）',
  startOn: day,
  endOn: day,
  year: null,
  claimedTenths: 80,
})

async function makeBatch(actor: Actor, form: BatchForm, sequence: number): Promise<string> {
  const { id } = await batches.create(actor, form)
  const bytes = inventedPdf(sequence)
  const place = await addFile(actor, id, { name: '培训签到表.pdf', sizeBytes: bytes.length })
  const stored = await actor.platform.locker.put(Readable.from([bytes]))
  await batchReceiver.receive(actor, place.id, { ...stored, type: 'application/pdf' })
  return id
}

/** Two of the unit's confirmed people. */
async function staffOf({ db }: Platform, unitId: string, claimedTenths: number): Promise<Listed[]> {
  const rows = await db
    .selectFrom('employments')
    .innerJoin('profiles', 'profiles.personId', 'employments.personId')
    .select(['employments.personId', 'profiles.series'])
    .where('employments.unitId', '=', unitId)
    .where('employments.state', '=', 'confirmed')
    .where('profiles.state', '=', 'confirmed')
    .orderBy('employments.personId')
    .limit(2)
    .execute()
  return rows.map(({ personId, series }, at) => ({
    row: at + 2,
    personId,
    series: series ?? '',
    claimedTenths,
  }))
}

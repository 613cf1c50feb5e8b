import { Readable } from 'node:stream'
import type { UnitChange } from '@xueshi/contract/orgs/changes'
import * as changes from '../../src/orgs/changes/service.ts'
import * as papers from '../../src/orgs/papers/service.ts'
import * as subUnits from '../../src/orgs/sub-units/service.ts'
import { readOwn } from '../../src/orgs/units/service.ts'
import type { Actor } from '../../src/platform/actor.ts'
import type { FileType } from '../../src/platform/files.ts'
import type { TestApp } from '../app.ts'
import { pdf } from './declarations.ts'
import { guangzhou, makeStaff, makeUnit, tianhe } from './orgs.ts'
import { actorAt } from './staff.ts'

const fileOf = () => {
  const bytes = pdf()
  return { bytes, given: { name: '变更通知书.pdf', sizeBytes: bytes.length } }
}

async function bringIn({ platform }: TestApp, actor: Actor, id: string, bytes: Buffer) {
  const stored = await platform.locker.put(Readable.from([bytes]))
  const type: FileType = 'application/pdf'
  await papers.paperReceiver.receive(actor, id, { ...stored, type })
  return id
}

/** A scan that the actor's unit sent, brought in past the wire; it belongs to nothing yet. */
export async function makePaper(
  app: TestApp,
  actor: Actor,
  purpose: 'change' | 'accreditation' = 'change',
): Promise<string> {
  const { bytes, given } = fileOf()
  const { id } = await papers.addOwn(actor, { purpose, ...given })
  return bringIn(app, actor, id, bytes)
}

/** The letter on which an office hands a unit over. */
export async function makeLetter(app: TestApp, officer: Actor, unitId: string): Promise<string> {
  const { bytes, given } = fileOf()
  const { id } = await papers.addLetter(officer, { id: unitId, ...given })
  return bringIn(app, officer, id, bytes)
}

type Seat = { id: string; seatId: string }

/** The unit asks to be called otherwise. */
export async function makeChange(
  app: TestApp,
  staff: Seat,
  name = '新名实业公司',
): Promise<UnitChange> {
  const actor = await actorAt(app, staff)
  const { version, code, regionCode } = await readOwn(actor)
  const standing = { name, code, nature: 'enterprise' as const, regionCode }
  const paperIds = [await makePaper(app, actor)]
  return changes.ask(actor, { version, ...standing, reason: '已办理工商变更', paperIds })
}

/** A unit with its manager, and one that asks to stand under it, each answered with its version. */
export async function makeFamily(app: TestApp, parentId: string) {
  const child = await makeUnit(app)
  const manager = await makeStaff(app, child.id, { level: 'manager' })
  const actor = await actorAt(app, manager)
  const { version } = await readOwn(actor)
  await subUnits.ask(actor, { version, parentId })
  return { child: { ...child, version: version + 1 }, manager }
}

/** Somebody at an HR&SS office of each level above 天河区. */
export async function makeOffices(app: TestApp) {
  const at = async (regionCode: string) => {
    const unit = await makeUnit(app, { capabilities: ['hrss'], regionCode })
    return makeStaff(app, unit.id, { kind: 'hrss' })
  }
  return { city: await at(guangzhou), county: await at(tianhe), foshan: await at('440600') }
}

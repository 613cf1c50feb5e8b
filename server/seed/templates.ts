import { Readable } from 'node:stream'
import type { TemplateForm } from '@xueshi/contract/certificates/templates'
import { addDays, startOf } from '@xueshi/contract/year'
import sharp from 'sharp'
import * as seals from '../src/certificates/seals/service.ts'
import * as templates from '../src/certificates/templates/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { makeStaff, platformAt, type World } from './world.ts'

const hour = 3_600_000

/** A ring and a star that are no office's seal: it has no name in it. */
async function bringSeal(actor: Actor): Promise<string> {
  const points = Array.from({ length: 10 }, (_, index) => {
    const radius = index % 2 === 0 ? 130 : 50
    const angle = (index * Math.PI) / 5
    return `${300 + radius * Math.sin(angle)},${300 - radius * Math.cos(angle)}`
  })
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600">
    <circle cx="300" cy="300" r="285" fill="none" stroke="#b81a1a" stroke-opacity=".78" stroke-width="17"/>
    <polygon points="${points.join(' ')}" fill="#b81a1a" fill-opacity=".78"/></svg>`
  const bytes = await sharp(Buffer.from(drawn)).png().toBuffer()
  const { id } = await seals.add(actor, { sizeBytes: bytes.length })
  const stored = await actor.platform.locker.put(Readable.from([bytes]))
  await seals.sealReceiver.receive(actor, id, { ...stored, type: 'image/png' })
  return id
}

const words: TemplateForm = {
  title: '广东省专业技术人员继续教育证书',
  subtitle: '（年度学时证明）',
  statement: '持证人本年度继续教育学时符合规定，特此证明。',
  issuer: '广东省人力资源和社会保障厅',
  remark: '政策咨询请拨打 12333。',
  sealId: null,
}

/** The province words its certificates anew since yesterday; the city has a draft that a colleague may publish. */
export async function makeTemplates(
  platform: Platform,
  world: World,
  { today }: { today: string },
): Promise<void> {
  const at = (daysAgo: number) => {
    const instant = startOf(addDays(today, -daysAgo)).getTime() + 10 * hour
    return platformAt(platform, new Date(instant)).platform
  }
  const office = async (key: string, accountName: string) => {
    const id = world.unitIds.get(key) ?? ''
    const known = world.clerks.get(id)
    if (!known) throw new Error(`${key} has no officer`)
    const system = orgs.systemActor(at(30))
    const colleague = await makeStaff(system, id, { kind: 'hrss', level: 'clerk', accountName })
    return {
      drafter: (daysAgo: number) => orgs.actorFor(at(daysAgo), colleague),
      publisher: (daysAgo: number) => orgs.actorFor(at(daysAgo), known),
    }
  }
  const province = await office('hrss-province', 'province_officer')
  const trial = await templates.create(await province.drafter(20), {
    ...words,
    subtitle: '（试行）',
  })
  await templates.discard(await province.drafter(19), trial)
  const former = await templates.create(await province.drafter(12), words)
  const misprinted = await templates.publish(await province.publisher(11), {
    ...former,
    effectiveFrom: addDays(today, -1),
  })
  await templates.retire(await province.publisher(10), {
    ...misprinted,
    reason: '备注中的电话要改。',
  })
  const drafter = await province.drafter(3)
  const form = { ...words, sealId: await bringSeal(drafter) }
  const current = await templates.create(drafter, form)
  await templates.publish(await province.publisher(2), {
    ...current,
    effectiveFrom: addDays(today, -1),
  })
  const city = await office('hrss-guangzhou', 'city_officer')
  await templates.create(await city.drafter(1), {
    ...words,
    issuer: '广州市人力资源和社会保障局',
    statement: '',
  })
}

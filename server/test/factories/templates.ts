import { Readable } from 'node:stream'
import type { TemplateForm } from '@xueshi/contract/certificates/templates'
import sharp from 'sharp'
import * as seals from '../../src/certificates/seals/service.ts'
import * as templates from '../../src/certificates/templates/service.ts'
import type { Actor } from '../../src/platform/actor.ts'

export const templateForm = (given: Partial<TemplateForm> = {}): TemplateForm => ({
  title: '广东省专业技术人员继续教育证书',
  subtitle: '（年度学时证明）',
  statement: '兹证明持证人本年度已完成规定的继续教育学时。',
  issuer: '广州市人力资源和社会保障局',
  remark: '咨询电话 12333',
  sealId: null,
  ...given,
})

/** A ring and a square of one colour on a ground that is transparent. */
export const drawnSeal = (colour = '#b81a1a', size = 400): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 400 400">
      <circle cx="200" cy="200" r="190" fill="none" stroke="${colour}" stroke-width="14"/>
      <rect x="150" y="150" width="100" height="100" fill="${colour}"/></svg>`),
  )
    .png()
    .toBuffer()

/** A seal that has come, brought in past the wire. */
export async function makeSeal(actor: Actor, bytes?: Buffer): Promise<string> {
  const sent = bytes ?? (await drawnSeal())
  const place = await seals.add(actor, { sizeBytes: sent.length })
  const stored = await actor.platform.locker.put(Readable.from([sent]))
  await seals.sealReceiver.receive(actor, place.id, { ...stored, type: 'image/png' })
  return place.id
}

/** One that is in force from today, or from the day: written by one officer, published by another. */
export async function makePublished(
  drafter: Actor,
  publisher: Actor,
  form: TemplateForm = templateForm(),
  effectiveFrom = '2026-06-01',
) {
  const { id, version } = await templates.create(drafter, form)
  return templates.publish(publisher, { id, version, effectiveFrom })
}

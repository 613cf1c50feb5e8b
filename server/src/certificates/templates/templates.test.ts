import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { readCertificatePdf } from '@xueshi/contract/certificates'
import * as law from '@xueshi/contract/certificates/templates'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makeCertificate } from '../../../test/factories/certificates.ts'
import { guangdong, guangzhou, makeStaff, makeUnit, tianhe } from '../../../test/factories/orgs.ts'
import { actorOf } from '../../../test/factories/people.ts'
import {
  drawnSeal,
  makePublished,
  makeSeal,
  templateForm,
} from '../../../test/factories/templates.ts'
import { genericPlan } from '../../../test/plan.ts'
import type { Actor } from '../../platform/actor.ts'
import * as documents from '../documents/service.ts'
import * as seals from '../seals/service.ts'
import { inForceQuery, templateQuery } from './store.ts'
import * as templates from './service.ts'

let app: TestApp
let directory: string
beforeAll(async () => {
  app = await testApp()
  directory = await mkdtemp(join(tmpdir(), 'templates-'))
})
afterAll(async () => {
  await app.close()
  await rm(directory, { recursive: true, force: true })
})

type Officer = Awaited<ReturnType<typeof makeStaff>> & { actor: Actor }
async function makeOffice(regionCode: string): Promise<{ one: Officer; other: Officer }> {
  const { id } = await makeUnit(app, { capabilities: ['hrss'], regionCode })
  const seat = async () => {
    const staff = await makeStaff(app, id, { kind: 'hrss' })
    return { ...staff, actor: await actorOf(app, staff) }
  }
  return { one: await seat(), other: await seat() }
}

let city: { one: Officer; other: Officer }
let province: { one: Officer; other: Officer }
beforeEach(async () => {
  // Each test begins with the house's own words.
  await app.platform.db
    .updateTable('certificateTemplates')
    .set({ state: 'retired', retiredAt: app.clock.now() })
    .where('state', '=', 'published')
    .execute()
  city ??= await makeOffice(guangzhou)
  province ??= await makeOffice(guangdong)
})

const ask = async (tool: string, ...options: string[]) =>
  (await promisify(execFile)(tool, options, { cwd: directory })).stdout
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** The words of a document, and its pictures as they look: the colour in their middle. */
async function seen(body: unknown) {
  if (!Buffer.isBuffer(body)) throw new Error('there is no file')
  await writeFile(join(directory, 'one.pdf'), body)
  await ask('pdfimages', '-png', 'one.pdf', 'picture')
  const names = (await readdir(directory)).filter((name) => name.startsWith('picture'))
  const colours = await Promise.all(
    names.toSorted().map(async (name) => {
      const { data, info } = await sharp(await readFile(join(directory, name)))
        .toColourspace('srgb')
        .raw()
        .toBuffer({ resolveWithObject: true })
      const middle =
        (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels
      await rm(join(directory, name))
      return data.subarray(middle, middle + 3).toString('hex')
    }),
  )
  return { text: await ask('pdftotext', '-layout', 'one.pdf', '-'), colours }
}

async function printed(certificate: { id: string; personId: string }) {
  const client = await clientFor(app, { accountId: certificate.personId })
  return (await client.call(readCertificatePdf, { params: { id: certificate.id } })).body
}

describe('GET /certificate-templates', () => {
  test('200: the office’s own, newest first; what its certificates are issued by', async () => {
    const form = templateForm({ title: '广州市专业技术人员继续教育证书' })
    const published = await makePublished(city.one.actor, city.other.actor, form)
    const { body } = await city.one.client.call(law.listTemplates, { query: {} })
    expect(body.items[0]).toMatchObject({ id: published.id, standing: 'current' })
    expect(body).toMatchObject({ words: true, current: { id: published.id, form } })
    const { body: above } = await province.one.client.call(law.listTemplates, { query: {} })
    expect(above.items.map(({ id }) => id)).not.toContain(published.id)
  })

  test('200 to a county, which words none: its city’s are in force for it', async () => {
    const county = await makeOffice(tianhe)
    const published = await makePublished(city.one.actor, city.other.actor)
    const { body } = await county.one.client.call(law.listTemplates, { query: {} })
    expect(body).toMatchObject({ items: [], words: false, current: { id: published.id } })
    const refused = await county.one.client.call(law.createTemplate, { body: templateForm() })
    expect([refused.status, refused.problem.code]).toEqual([403, 'NOT_YOUR_STEP'])
  })

  test('goes along its index, and so does what is in force', async () => {
    const { db } = app.platform
    const page = { regionCode: guangzhou, today: '2026-06-01', after: randomUUID() }
    expect(await genericPlan(db, templateQuery(page, 21))).toContain('certificate_templates_office')
    expect(await genericPlan(db, inForceQuery([guangzhou, guangdong], '2026-06-01'))).toContain(
      'certificate_templates_in_force',
    )
  })
})

describe('POST /certificate-templates', () => {
  test('404: a template of another city is not there, in any verb', async () => {
    const foreign = await makeOffice('440300')
    const { id, version } = await templates.create(foreign.one.actor, templateForm())
    const { client } = city.one
    const params = { id }
    const answers = [
      await client.call(law.readTemplate, { params }),
      await client.call(law.previewTemplate, { params }),
      await client.call(law.editTemplate, { params, body: { version, form: templateForm() } }),
      await client.call(law.publishTemplate, {
        params,
        body: { version, effectiveFrom: '2026-06-01' },
      }),
      await client.call(law.discardTemplate, { params, body: { version } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
  })

  test('the province’s is read by a city once it is published, and changed by nobody there', async () => {
    const { id, version: drafted } = await templates.create(province.one.actor, templateForm())
    const draft = await city.one.client.call(law.readTemplate, { params: { id } })
    expect(draft.status).toBe(404)
    const { version } = await templates.publish(province.other.actor, {
      id,
      version: drafted,
      effectiveFrom: '2026-06-01',
    })
    const { body } = await city.one.client.call(law.readTemplate, { params: { id } })
    expect(body.open).toEqual([])
    const refused = await city.one.client.call(law.discardTemplate, {
      params: { id },
      body: { version },
    })
    expect(refused.status).toBe(404)
  })

  test('422 with a seal of somebody else’s, or one that has not come', async () => {
    const sealId = await makeSeal(province.one.actor)
    const { id: empty } = await seals.add(city.one.actor, { sizeBytes: 10 })
    for (const each of [sealId, empty, randomUUID()]) {
      const { status, problem } = await city.one.client.call(law.createTemplate, {
        body: templateForm({ sealId: each }),
      })
      expect([status, problem.fields]).toEqual([422, { sealId: 'NOT_OFFERED' }])
    }
  })
})

describe('POST /certificate-templates/:id/publish', () => {
  test('403 OWN_RECORD to whoever wrote it last; 422 for a day that is over; 409 when done', async () => {
    const draft = await templates.create(city.one.actor, templateForm())
    const publish = (by: Officer, effectiveFrom: string, version: number) =>
      by.client.call(law.publishTemplate, {
        params: { id: draft.id },
        body: { version, effectiveFrom },
      })
    const own = await publish(city.one, '2026-06-01', 1)
    expect([own.status, own.problem.code]).toEqual([403, 'OWN_RECORD'])
    const edited = await templates.edit(city.other.actor, {
      id: draft.id,
      version: 1,
      form: templateForm({ remark: '' }),
    })
    expect(edited.open).not.toContain('publish')
    const over = await publish(city.one, '2026-05-31', 2)
    expect([over.status, over.problem.fields]).toEqual([422, { effectiveFrom: 'DATE_NOT_AHEAD' }])
    const late = await publish(city.one, '2026-06-01', 1)
    expect([late.status, late.problem.code]).toEqual([409, 'STALE'])
    expect((await publish(city.one, '2026-06-01', 2)).body).toMatchObject({
      state: 'published',
      standing: 'current',
      published: { by: city.one.actor.name },
      open: ['retire'],
    })
    const twice = await publish(city.one, '2026-06-01', 3)
    expect([twice.status, twice.problem.code]).toEqual([409, 'WRONG_STATE'])
  })

  test('what is published is never changed: eight at once publish and edit, one of them does', async () => {
    const { id, version } = await templates.create(city.one.actor, templateForm())
    const attempts = await Promise.allSettled([
      ...Array.from({ length: 4 }, () =>
        templates.publish(city.other.actor, { id, version, effectiveFrom: '2026-06-01' }),
      ),
      ...Array.from({ length: 4 }, () =>
        templates.edit(city.one.actor, { id, version, form: templateForm({ remark: '改' }) }),
      ),
    ])
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { state, form } = await templates.read(city.one.actor, id)
    expect(state === 'published' ? form.remark : '改').toBe(
      state === 'published' ? '咨询电话 12333' : form.remark,
    )
  })
})

describe('a certificate', () => {
  test('is worded and sealed by its city, else by the province, else by the house', async () => {
    const shipped = await seen(await printed(await makeCertificate(app)))
    expect(shipped.text).toContain('广东省人力资源和社会保障厅')
    const red = await makeSeal(province.one.actor, await drawnSeal('#ff0000'))
    const issuer = '广东省人力资源和社会保障厅（试行）'
    await makePublished(
      province.one.actor,
      province.other.actor,
      templateForm({ issuer, sealId: red }),
    )
    const above = await seen(await printed(await makeCertificate(app)))
    expect(above.text).toContain(issuer)
    expect(above.colours).toContain('ff0000')
    const blue = await makeSeal(city.one.actor, await drawnSeal('#0000ff'))
    const form = templateForm({ title: '广州市专业技术人员继续教育证书', sealId: blue })
    await makePublished(city.one.actor, city.other.actor, form)
    const own = await seen(await printed(await makeCertificate(app)))
    for (const words of [form.title, form.subtitle, form.statement, form.issuer, form.remark])
      expect(own.text).toContain(words)
    expect(own.colours).toContain('0000ff')
  })

  test('keeps the words and the seal that it was issued with, whatever comes later', async () => {
    const sealId = await makeSeal(city.one.actor, await drawnSeal('#00aa00'))
    const former = await makePublished(city.one.actor, city.other.actor, templateForm({ sealId }))
    const certificate = await makeCertificate(app)
    const first = await printed(certificate)
    const next = templateForm({ title: '广州市专业技术人员学时证书', statement: '', remark: '' })
    await makePublished(city.one.actor, city.other.actor, next)
    await templates.retire(city.one.actor, { ...former, reason: '改用新模板。' })
    documents.forgetFiles()
    await app.platform.db
      .deleteFrom('certificateDocuments')
      .where('certificateId', '=', certificate.id)
      .execute()
    expect(await seen(await printed(certificate))).toEqual(await seen(first))
    const later = await seen(await printed(await makeCertificate(app)))
    expect(later.text).toContain(next.title)
    expect(later.colours).not.toContain('00aa00')
  })

  test('goes by one from its day on in Asia/Shanghai, and by the one before once it is retired', async () => {
    await makePublished(city.one.actor, city.other.actor, templateForm({ remark: '第一版' }))
    const second = await makePublished(
      city.one.actor,
      city.other.actor,
      templateForm({ remark: '第二版' }),
      '2026-06-03',
    )
    const remark = async () => {
      const { id } = await makeCertificate(app)
      const { facts } = await app.platform.db
        .selectFrom('certificates')
        .select('facts')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return (facts as { wording: law.TemplateForm }).wording.remark // as it was issued
    }
    const before = app.clock.now()
    app.clock.set(new Date('2026-06-02T15:59:59Z'))
    expect(await remark()).toBe('第一版')
    app.clock.set(new Date('2026-06-02T16:00:00Z'))
    expect(await remark()).toBe('第二版')
    const actor = await actorOf(app, city.one)
    await templates.retire(actor, { ...second, reason: '文字有误。' })
    expect(await remark()).toBe('第一版')
    app.clock.set(before)
  })
})

describe('GET /certificate-templates/:id/preview', () => {
  test('200: the words and the seal on a certificate of nobody, marked as a sample, unsigned', async () => {
    const sealId = await makeSeal(city.one.actor, await drawnSeal('#0000ff'))
    const form = templateForm({ sealId, title: '#eval("x") $a$ *b* \\ <c>' })
    const { id } = await templates.create(city.one.actor, form)
    const { body } = await city.other.client.call(law.previewTemplate, { params: { id } })
    const { text, colours } = await seen(body)
    expect(text).toContain('样')
    // Words, never code of the template.
    expect(text.replaceAll(/\s/g, '')).toContain(form.title.replaceAll(' ', ''))
    expect(text).toContain(form.statement)
    expect(colours).toContain('0000ff')
    expect(Buffer.isBuffer(body) && body.includes('/ByteRange')).toBe(false)
    const certificates = app.platform.db.selectFrom('certificates').select('id')
    expect(await certificates.where('name', '=', '王样张').execute()).toEqual([])
  })
})

describe('a seal', () => {
  const bring = async (bytes: Buffer) =>
    makeSeal(city.one.actor, bytes).catch((error: unknown) => error)
  const svg = (size: number) => drawnSeal('#b81a1a', size)

  test('is written anew as a PNG of its size in print, its ground transparent, without what came beside', async () => {
    const sent = await sharp(await svg(1600))
      .withExif({ IFD0: { Copyright: 'canary' } })
      .png()
      .toBuffer()
    expect(sent.includes('canary')).toBe(true)
    const sealId = await makeSeal(city.one.actor, sent)
    const file = await seals.sealFiles['seal']?.(city.one.actor, sealId)
    const kept = await buffer(await app.platform.locker.read(file?.key ?? ''))
    expect(await sharp(kept).metadata()).toMatchObject({
      format: 'png',
      width: 945,
      hasAlpha: true,
    })
    expect(kept.includes('canary')).toBe(false)
    expect(hash(kept)).not.toBe(hash(sent))
  })

  test('422 FILE_TYPE: opaque, too small, too large, no PNG', async () => {
    const opaque = await sharp(await svg(400))
      .flatten({ background: '#ffffff' })
      .png()
      .toBuffer()
    const solid = await sharp({
      create: { width: 400, height: 400, channels: 4, background: '#b81a1aff' },
    })
      .png()
      .toBuffer()
    const wrong = [opaque, solid, await svg(200), await svg(4001), Buffer.from('not a picture')]
    for (const bytes of wrong) expect(await bring(bytes)).toMatchObject({ code: 'FILE_TYPE' })
  })

  test('tried and not used goes after two days, one that a template has stays', async () => {
    const used = await makeSeal(city.one.actor)
    const tried = await makeSeal(city.one.actor)
    await templates.create(city.one.actor, templateForm({ sealId: used }))
    const before = app.clock.now()
    app.clock.advance(49 * 60 * 60 * 1000)
    await seals.sweep(app.platform)
    app.clock.set(before)
    const fileOf = (id: string) => seals.sealFiles['seal']?.(city.one.actor, id)
    expect(await fileOf(tried)).toBeUndefined()
    expect(await fileOf(used)).toBeDefined()
  })
})

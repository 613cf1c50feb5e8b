import { Readable } from 'node:stream'
import type { Correction, CorrectionForm } from '@xueshi/contract/corrections'
import { addDays, startOf, todayIn } from '@xueshi/contract/year'
import * as accounts from '../src/accounts/service.ts'
import * as corrections from '../src/corrections/service.ts'
import * as orgs from '../src/orgs/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import { sniff } from '../src/platform/files.ts'
import type { Platform } from '../src/platform/platform.ts'
import { inventedJpeg } from './evidence-files.ts'
import { inventedIdentityNumber } from './numbers.ts'
import { demoPasswordHash, later, platformAt, type World } from './world.ts'

const hour = 3_600_000
const place = '440106'
const blank = {
  name: null,
  country: null,
  documentType: null,
  documentNumber: null,
  otherUserName: null,
  regionCode: place,
}

/** Requests for corrections in each of their states, to the demo's office of 天河区. */
export async function makeCorrections(platform: Platform, world: World): Promise<void> {
  const present = platform.clock.now()
  const daysAgo = (days: number) => {
    const at = startOf(addDays(todayIn(present), -days)).getTime() + 10 * hour
    return platformAt(platform, new Date(Math.min(at, present.getTime()))).platform
  }
  const ask = (days: number, name: string, at: number, form: Omit<CorrectionForm, 'regionCode'>) =>
    request(daysAgo(days), { name, at }, { ...form, regionCode: place })
  const rename = (name: string, grounds: string) =>
    ({ ...blank, kind: 'name', name, grounds }) as const

  await ask(1, '梅思远', 1, rename('梅思源', '注册时打错一个字，以身份证为准。'))
  const withdrawn = await ask(20, '舒婉', 2, rename('舒琬', '想改回曾用名。'))
  await corrections.withdraw(withdrawn.me, withdrawn.made)

  const approved = await sent(await ask(18, '江小波', 3, rename('江晓波', '身份证登记为“晓”。')))
  await corrections.approve(await deskOf(daysAgo(17), world, approved), approved)
  const returned = await sent(
    await ask(9, '古丽', 4, rename('古丽·阿不都', '注册时漏填姓氏部分。')),
  )
  await corrections.giveBack(await deskOf(daysAgo(8), world, returned), {
    ...returned,
    reason: '身份证照片看不清楚，请重新拍照上传。',
  })
  const resident = { kind: 'document', country: 'CHN', documentType: 'residentId' } as const
  const rejected = await sent(
    await ask(15, '卫东', 5, {
      ...blank,
      ...resident,
      documentNumber: inventedIdentityNumber('1990-02-02', 805),
      grounds: '证件号码有误。',
    }),
  )
  await corrections.reject(await deskOf(daysAgo(14), world, rejected), {
    ...rejected,
    reason: '户口簿与申请的号码不一致，请先到公安机关办理变更。',
  })
  await sent(
    await ask(2, '鲁静怡', 6, {
      ...blank,
      ...resident,
      documentNumber: inventedIdentityNumber('1991-09-10', 806),
      grounds: '注册时出生日期录入错误。',
    }),
  )
  await putTogether(daysAgo, world)
  await openAccount(daysAgo(40), { name: '程远航', at: 8 })
  await sent(
    await ask(1, '程远航', 7, {
      ...blank,
      kind: 'merge',
      otherUserName: 'corrected_8',
      grounds: '以前用另一个邮箱注册过一次，记录都在那个账号里。',
    }),
  )
}

/** Two accounts of one person that the office has put together. */
async function putTogether(daysAgo: (days: number) => Platform, world: World): Promise<void> {
  await openAccount(daysAgo(70), { name: '骆思齐', at: 9 })
  const asked = await request(
    daysAgo(24),
    { name: '骆思齐', at: 10 },
    {
      ...blank,
      kind: 'merge',
      otherUserName: 'corrected_9',
      grounds: '换手机号后重新注册了一次，两个账号都是我本人。',
    },
  )
  const made = await sent(asked)
  await corrections.approve(await deskOf(daysAgo(22), world, made), made)
}

type Asked = { me: Actor; made: Correction }

async function openAccount(platform: Platform, { name, at }: { name: string; at: number }) {
  const accountName = `corrected_${at}`
  return accounts.createAccount(orgs.systemActor(platform), {
    accountName,
    password: { hash: await demoPasswordHash() },
    name,
    phone: `139000${String(50_000 + at)}`,
    country: 'CHN',
    documentType: 'residentId',
    documentNumber: inventedIdentityNumber('1991-10-10', 800 + at),
    email: `${accountName}@example.com`,
    questions: [],
    individual: true,
    mustChangePassword: false,
  })
}

/** Somebody of their own asks, with a picture of nothing as evidence. */
async function request(
  platform: Platform,
  who: { name: string; at: number },
  form: CorrectionForm,
): Promise<Asked> {
  const { id: accountId } = await openAccount(platform, who)
  const me = await orgs.actorFor(platform, { accountId, seatId: null })
  const { id } = await corrections.create(me, form)
  const bytes = await inventedJpeg(700 + who.at)
  const file = await corrections.addFile(me, id, { name: '身份证.jpg', sizeBytes: bytes.length })
  const found = await sniff(bytes)
  if (!found) throw new Error('the picture is of no type that is taken')
  const stored = await platform.locker.put(Readable.from([bytes]))
  await corrections.receiver.receive(me, file.id, { ...stored, type: found.type })
  return { me, made: await corrections.read(me, id) }
}

const sent = ({ me, made }: Asked): Promise<Correction> => corrections.submit(later(me), made)

/** Somebody of the office that was asked. */
async function deskOf(platform: Platform, world: World, { id }: Correction): Promise<Actor> {
  const { officeUnitId } = await platform.db
    .selectFrom('corrections')
    .select('officeUnitId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const clerk = world.clerks.get(officeUnitId ?? '')
  if (!clerk) throw new Error('nobody works at the office')
  return orgs.actorFor(platform, clerk)
}

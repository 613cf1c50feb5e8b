import { once } from 'node:events'
import { createServer } from 'node:http'
import type { CompletionItem } from '@xueshi/contract/training/completions'
import { addDays, startOf, todayIn, yearOf } from '@xueshi/contract/year'
import * as z from 'zod/mini'
import * as keys from '../src/orgs/keys/service.ts'
import * as orgs from '../src/orgs/service.ts'
import * as webhooks from '../src/orgs/webhooks/service.ts'
import { type Actor, signedIn } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import * as records from '../src/training/completion-records/service.ts'
import * as completions from '../src/training/completions/service.ts'
import { inventedIdentityNumber } from './numbers.ts'
import { platformAt, type World } from './world.ts'

/**
 * 数据接口 of the demo institution: a key in use and one that was revoked, what its platform
 * reported in each state, and an address that the house told of it without an answer.
 */
export async function makeInterface(
  platform: Platform,
  world: World,
  personIds: readonly string[],
): Promise<void> {
  const manager = world.managers.get(world.unitIds.get('centre') ?? '')
  const [learner, other] = await Promise.all(personIds.map((id) => learnerOf(platform, id)))
  if (!manager || !learner || !other) throw new Error('the demo institution has nobody')
  const present = platform.clock.now()
  const today = todayIn(present)
  const at = (daysAgo: number) => {
    const moment = startOf(addDays(today, -daysAgo)).getTime() + 10 * 3_600_000
    return platformAt(platform, new Date(Math.min(moment, present.getTime()))).platform
  }
  const desk = (daysAgo: number) => orgs.actorFor(at(daysAgo), manager)
  const former = await keys.create(await desk(20), {
    name: '网络学院测试环境',
    scopes: ['completions:read'],
  })
  await keys.revoke(await desk(9), former.key)
  const { key } = await keys.create(await desk(8), {
    name: '网络学院正式环境',
    scopes: ['completions:write', 'completions:read'],
  })
  const url = 'https://platform.example.com/xueshi/told'
  await webhooks.create(await desk(7), { url })
  const paused = await webhooks.create(await desk(7), {
    url: 'https://platform.example.com/former',
  })
  await webhooks.pause(await desk(6), paused.webhook)
  await tryOut(await desk(10))
  const year = yearOf(present)
  // In the first days of a year nobody has completed anything of it.
  if (today < `${year}-01-15`) return
  const { items: courses } = await records.listSubjects(await desk(5), { year: String(year) })
  const [course, second] = courses.filter(
    ({ kind, category }) => kind === 'course' && category !== 'professional',
  )
  if (!course || !second) throw new Error('the demo institution has no course to report')
  const started = `${year}-01-05`
  const ended = addDays(today, -6) < started ? started : addDays(today, -6)
  const line = (
    reference: string,
    person: { name: string; documentNumber: string },
    given: Partial<CompletionItem> = {},
  ): CompletionItem => ({
    reference,
    documentType: 'residentId',
    documentNumber: person.documentNumber,
    name: person.name,
    courseId: course.id,
    hoursTenths: course.hoursTenths,
    startOn: started,
    endOn: ended,
    ...given,
  })
  const stranger = { name: '钟毓秀', documentNumber: inventedIdentityNumber('1991-08-12', 77) }
  const program: Actor = { ...signedIn(await desk(5)), apiKey: { id: key.id, scopes: key.scopes } }
  await completions.report(program, {
    items: [
      line(`WL${year}-0001`, learner),
      line(`WL${year}-0002`, other),
      line(`WL${year}-0003`, stranger),
      line(`WL${year}-0004`, other, { hoursTenths: course.hoursTenths + 10, courseId: course.id }),
      line(`WL${year}-0005`, learner, { courseId: second.id, hoursTenths: second.hoursTenths }),
    ],
  })
  const { items } = await records.list(await desk(4), { reference: `WL${year}-0005` })
  const [wrong] = items
  if (wrong?.state === 'credited')
    await records.reverse(await desk(4), { ...wrong, reason: '平台复核学习时长，未达到结业要求' })
}

/**
 * 发送测试 to a program that answers for as long as this takes, and once more after it has gone: one
 * call that arrived, one that was given up because its address had been removed meanwhile.
 */
async function tryOut(manager: Actor): Promise<void> {
  const { platform } = manager
  // Where nobody inside may be called, there is nobody to try it out with.
  if (!platform.config.callsInside) return
  const program = createServer((_, reply) => reply.end()).listen(0, '127.0.0.1')
  try {
    await once(program, 'listening')
    const { port } = z.parse(z.object({ port: z.int() }), program.address())
    const url = `http://127.0.0.1:${port}/xueshi/told`
    const deliverLast = async () => {
      const [last] = (await webhooks.listDeliveries(manager, {})).items
      if (last) await webhooks.deliver(platform, last.id)
    }
    const { webhook } = await webhooks.create(manager, { url })
    const tested = await webhooks.test(manager, webhook)
    await deliverLast()
    const again = await webhooks.test(manager, tested)
    await webhooks.remove(manager, again)
    await deliverLast()
  } finally {
    program.close()
  }
}

async function learnerOf({ db, cipher }: Platform, id: string) {
  const { name, documentNumberSealed } = await db
    .selectFrom('accounts')
    .select(['name', 'documentNumberSealed'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const place = { table: 'accounts', column: 'document_number_sealed', id }
  return { name, documentNumber: cipher.open(documentNumberSealed, place) }
}

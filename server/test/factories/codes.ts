import { codeTasks } from '../../src/accounts/proofs/jobs.ts'
import * as messages from '../../src/messages/service.ts'
import * as orgs from '../../src/orgs/service.ts'
import type { JsonObject } from '../../src/platform/tables.ts'
import type { TestApp } from '../app.ts'

/** Does the accounts' waiting jobs as the demo does them, and answers what went out, newest first. */
export async function sentOut(app: TestApp) {
  const platform = { ...app.platform, config: { ...app.platform.config, demo: true } }
  const waiting = await app.platform.db
    .deleteFrom('outbox')
    .where('kind', '=', 'job')
    .where('topic', 'in', Object.keys(codeTasks))
    .returning(['id', 'topic', 'payload'])
    .execute()
  for (const { topic, payload } of waiting.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    await codeTasks[topic]?.(Object(payload) as JsonObject, { platform }) // as start wrote it
  return (await messages.listDemoSent(orgs.systemActor(platform))).items
}

/** The code that went out last; empty when none did since `before`. */
export async function lastCode(app: TestApp): Promise<string> {
  const [latest] = (await sentOut(app)).filter(({ title }) => title === '验证码')
  return /\d{6}/.exec(latest?.text ?? '')?.[0] ?? ''
}

/** Another code of as many digits. */
export const otherThan = (code: string) =>
  String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0')

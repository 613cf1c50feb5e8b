// `npm run bench:certificates -- [--people 5000] [--rows 1000000]`: what certificates, a certification, a
// verification and an import of past years cost; a part whose count is 0 is left out. Processor time of
// this process, its threads included, for one certificate; elapsed time where a rate is asked for. Elapsed
// time is worth something on a quiet machine alone.
import { randomInt } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { numberOfPerson, pastLedger } from '../server/seed/past-ledger.ts'
import { makeWorld, platformAt } from '../server/seed/world.ts'
import * as accounts from '../server/src/accounts/service.ts'
import { pdfOf, unsignedOf } from '../server/src/certificates/documents/service.ts'
import * as certification from '../server/src/ledger/certification/service.ts'
import { ledgerWorks } from '../server/src/ledger/jobs.ts'
import { legacyWorks } from '../server/src/legacy/jobs.ts'
import * as legacy from '../server/src/legacy/service.ts'
import * as ledger from '../server/src/ledger/service.ts'
import * as orgs from '../server/src/orgs/service.ts'
import * as records from '../server/src/people/service.ts'
import type { Actor } from '../server/src/platform/actor.ts'
import * as audit from '../server/src/platform/audit.ts'
import type { Platform } from '../server/src/platform/platform.ts'
import { print, printInJob } from '../server/src/platform/printing.ts'
import { csvType } from '../server/src/platform/sheet.ts'
import { transaction } from '../server/src/platform/transaction.ts'
import * as tasks from '../server/src/tasks/service.ts'
import { openGround, withPlatform } from './house.ts'
import { compareVerification } from './verification.ts'

const { values } = parseArgs({
  options: {
    /** How many people are certified. */
    people: { type: 'string', default: '5000' },
    /** How many rows of past years are imported. */
    rows: { type: 'string', default: '1000000' },
  },
})
const [people, rows] = [Number(values.people), Number(values.rows)]
const year = 2026
const actors = { anew: orgs.actorAnew, system: orgs.systemActor }
const works = { ...ledgerWorks, ...legacyWorks }

/** People whose year is met, a thousand at a time, by the ledger's own bulk verb. */
async function makeMet(platform: Platform, unitId: string): Promise<void> {
  const system = orgs.systemActor(platform)
  const least = { public: 300, professional: 420, elective: 180 } as const
  for (let made = 0; made < people; made += 1000) {
    const strangers = Array.from({ length: Math.min(1000, people - made) }, (_, at) => ({
      name: '欧阳明月',
      documentType: 'residentId' as const,
      documentNumber: numberOfPerson(made + at, 1990),
      country: 'CHN',
      phone: '',
      email: '',
    }))
    await transaction(system, async (tx) => {
      const opened = await accounts.unclaimed.openMany(tx, system, strangers)
      const known = strangers.flatMap((each, at) => ({ ...each, id: opened[at] ?? '' }))
      await records.enrol(tx, system, known)
      const ids = known.map(({ id }) => id).toSorted()
      const credits = ids.flatMap((personId, at) =>
        (['public', 'professional', 'elective'] as const).map((category, line) => ({
          personId,
          unitId,
          year,
          series: '05',
          category,
          hoursTenths: least[category],
          subjects: 1,
          line: (made + at) * 3 + line,
          item: {
            name: '岭南软件工程研修班',
            institution: '广州木棉继续教育学院',
            startOn: '2026-04-11',
            endOn: '2026-04-12',
            recognisedBy: '广州木棉科技有限公司',
          },
        })),
      )
      await ledger.past.creditPast(tx, system, unitId, { credits, certified: [] })
      await audit.record(tx, system, { act: 'bench.credit', recordId: null })
      return { id: unitId }
    })
  }
}

const told = (what: string, text: string) => console.log(`${what.padEnd(46)} ${text}`)

/** Milliseconds of processor time for each of so many. */
async function cost(what: string, times: number, act: (at: number) => Promise<unknown>) {
  const before = process.cpuUsage()
  for (let at = 0; at < times; at += 1) await act(at)
  const { user, system } = process.cpuUsage(before)
  told(what, `${((user + system) / 1000 / times).toFixed(2)} ms of processor time`)
}

async function rate(what: string, count: number, act: () => Promise<unknown>) {
  const [begun, before] = [performance.now(), process.cpuUsage()]
  await act()
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(before)
  const cpu = ((user + system) / 1_000_000).toFixed(1)
  told(
    what,
    `${(count / seconds).toFixed(0)} a second (${seconds.toFixed(1)} s, ${cpu} s of it here)`,
  )
}

async function printing(platform: Platform) {
  const certificates = await platform.db
    .selectFrom('certificates')
    .select(['id', 'code', 'facts'])
    .limit(300)
    .$castTo<Parameters<typeof pdfOf>[1]>()
    .execute()
  const one = (at: number) => certificates[at] ?? certificates[0]
  const need = (at: number) => {
    const found = one(at)
    if (!found) throw new Error('nobody was certified')
    return found
  }
  for (let at = 0; at < 20; at += 1) await unsignedOf(platform, need(at), print)
  await cost('first certificate, unsigned', 80, (at) => unsignedOf(platform, need(20 + at), print))
  await cost('first certificate, signed and kept', 80, (at) => pdfOf(platform, need(20 + at)))
  await cost('cached certificate', 80, (at) => pdfOf(platform, need(20 + at)))
  await rate('signed certificates in a batch', 200, async () => {
    const left = certificates.slice(100, 300)
    const worker = async () => {
      for (let next = left.pop(); next; next = left.pop()) await pdfOf(platform, next, printInJob)
    }
    await Promise.all(Array.from({ length: 8 }, worker))
  })
}

/** From now on; answers by how many megabytes this process grew at most. */
function watchMemory(): () => number {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 200)
  return () => {
    clearInterval(timer)
    return Math.round((most - before) / 2 ** 20)
  }
}

async function importPast(platform: Platform, actor: Actor) {
  const path = join(tmpdir(), `xueshi-bench-${randomInt(1_000_000)}.csv`)
  await pipeline(Readable.from(pastLedger(rows)), createWriteStream(path))
  try {
    const { size: sizeBytes } = await stat(path)
    const { id: inputId } = await legacy.openInput(actor, { name: '台账.csv', sizeBytes })
    const stored = await platform.locker.put(createReadStream(path))
    await tasks.inputReceiver.receive(actor, inputId, { ...stored, type: csvType })
    const batch = await legacy.check(actor, { name: '台账', inputId })
    const run = (taskId: string) => tasks.runTask(platform, { works, actors }, taskId)
    const grew = watchMemory()
    await rate('rows of past years checked', rows, () => run(batch.taskId))
    const checked = await legacy.read(actor, batch.id)
    if (checked.state !== 'checked' || checked.wrongCount > 0) throw new Error('the file is wrong')
    const controls = checked.totals.map(({ year: of, category, hoursTenths }) => ({
      year: of,
      category,
      hoursTenths,
    }))
    const { id, version } = checked
    const begun = await legacy.commit(actor, { id, version, controls })
    await rate('rows of past years committed', rows, () => run(begun.taskId))
    const after = await legacy.read(actor, id)
    if (after.state !== 'committed') throw new Error('the batch was not committed')
    told('memory grew meanwhile', `by ${grew()} MB at most`)
  } finally {
    await rm(path, { force: true })
  }
}

async function certify(platform: Platform, actor: Actor, unitId: string) {
  const begun = performance.now()
  await makeMet(platform, unitId)
  told(
    `${people} people with a year that is met`,
    `${((performance.now() - begun) / 1000).toFixed(1)} s`,
  )
  const { id } = await certification.begin(actor, { year: String(year) })
  await rate('people certified', people, () => tasks.runTask(platform, { works, actors }, id))
  const { counts } = await tasks.read(actor, id)
  if (counts.certified !== people) throw new Error('not everybody was certified')
  await printing(platform)
}

async function verifying(codes: readonly string[]) {
  const { verified, files, bytes } = await compareVerification(ground, codes)
  told(
    'verifications',
    `${verified.toFixed(0)} a second, ${((verified / files) * 100).toFixed(0)} % of ${files.toFixed(0)} files of ${bytes} bytes; bar 60 %`,
  )
}

const ground = await openGround()
try {
  let codes: string[] = []
  await withPlatform(ground, async (platform) => {
    const world = await makeWorld(platformAt(platform, new Date('2026-01-05T01:00:00Z')).platform)
    const clerk = world.clerks.get(world.unitIds.get('hrss-province') ?? '')
    if (!clerk) throw new Error('the province has no office')
    const actor = await orgs.actorFor(platform, clerk)
    if (people > 0) await certify(platform, actor, world.unitIds.get('lingnan') ?? '')
    const issued = await platform.db.selectFrom('certificates').select('code').limit(2000).execute()
    codes = issued.map(({ code }) => code)
    if (rows > 0) await importPast(platform, actor)
  })
  if (codes.length > 0) await verifying(codes)
} finally {
  await ground.close()
}
process.exit(0)

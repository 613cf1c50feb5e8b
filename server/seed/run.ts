import { startOf, todayIn, yearOf } from '@xueshi/contract/year'
import type { Actor } from '../src/platform/actor.ts'
import type { Platform } from '../src/platform/platform.ts'
import { applyForExemptions } from './exemptions.ts'
import { enterCases } from './integrity.ts'
import { fileClaims } from './claims.ts'
import { runCertificates } from './certificates.ts'
import { makeBatches } from './batches.ts'
import { makeClasses } from './classes.ts'
import { makeEmployers } from './employers.ts'
import { makeCourses } from './courses.ts'
import { declareFurther } from './declarations.ts'
import { makeCorrections } from './corrections.ts'
import { makeInterface } from './interface.ts'
import { certifyBefore, declare, join, settleProfile } from './live.ts'
import { leaveUnanswered } from './deadlines.ts'
import { recordsOf } from './lives.ts'
import { bringPastYears } from './legacy.ts'
import logins from './logins.json' with { type: 'json' }
import { people, type SeedPerson } from './people.ts'
import { makeRegistrations } from './registrations.ts'
import { makeRuleSets } from './rule-sets.ts'
import { several } from './several.ts'
import { makeStaffing } from './staffing.ts'
import { makeTemplates } from './templates.ts'
import { makeAccreditations } from './accreditations.ts'
import { makeUnitLives } from './unit-lives.ts'
import { makeWorld, platformAt, type World } from './world.ts'

const hour = 3_600_000

/**
 * Makes the demo province by calling the services, each life under a clock of its own, so that every
 * row has its timeline, its audit row and its place in the ledger. Three years up to this one; before
 * March, when there is little of this year yet, up to the last.
 */
export async function seed(platform: Platform): Promise<void> {
  const today = todayIn(platform.clock.now())
  const lastYear = yearOf(platform.clock.now()) - (today.slice(5, 7) < '03' ? 1 : 0)
  const start = new Date(startOf(`${lastYear - 2}-01-02`).getTime() + 9 * hour)
  const world = await makeWorld(platformAt(platform, start).platform)
  const era = { platform, world, start, lastYear, today }
  const lives = await several(people, (person, at) => live(era, person, at))
  const named = (name: string) => lives[people.findIndex((person) => person.name === name)] ?? ''
  await enterCases(platform, world, {
    today,
    year: lastYear - 1,
    subjects: ['周雅琴', '郑海涛', '阿依古丽·买买提', '苏慧敏'].map(named),
  })
  await applyForExemptions(platform, world, {
    today,
    year: lastYear,
    people: ['何嘉欣', '邓丽华', '黄婉婷', '陈志远', '欧阳䶮'].map(named),
  })
  await leaveUnanswered(platform, { today, people: ['邓丽华', '袁志强', '邱美玲'].map(named) })
  // Somebody whose unit answers, and whose years hold whatever is claimed.
  const nurse =
    lives[people.findIndex(({ unit, pace }) => unit === 'hospital' && pace === 'complete')] ?? ''
  await runCertificates(platform, world, { today, lastYear })
  await fileClaims(platform, world, { today, year: lastYear, personId: nurse })
  await makeTemplates(platform, world, { today })
  await makeStaffing(platform, world)
  await makeCourses(platform, world)
  await makeCorrections(platform, world)
  const learners = people.flatMap(({ pace }, at) => (pace === 'some' ? (lives[at] ?? []) : []))
  await makeInterface(platform, world, learners.slice(-2))
  await makeUnitLives(platform, world)
  await makeAccreditations(platform, world)
  // None touches what another does: side by side they wait less for the database.
  await Promise.all([
    makeClasses(platform, world),
    makeRuleSets(platform, world),
    makeRegistrations(platform, world),
  ])
  await makeEmployers(platform, world)
  await makeBatches(platform, world)
  await bringPastYears(platform, world)
}

type Era = { platform: Platform; world: World; start: Date; lastYear: number; today: string }

const isNew = ({ pace }: SeedPerson) =>
  pace === 'waiting' || pace === 'returned' || pace === 'draft'

/** One life up to the present; answers whose. */
async function live(era: Era, person: SeedPerson, at: number): Promise<string> {
  const { lastYear, today } = era
  // Those who came lately registered three weeks ago; the others when the first of the years began.
  const weeksAgo = new Date(
    startOf(today).getTime() - (21 - (at % 5)) * 24 * hour + (9 + at / 60) * hour,
  )
  const { platform } = platformAt(
    era.platform,
    isNew(person) ? weeksAgo : new Date(era.start.getTime() + at * hour),
  )
  const present = era.platform.clock.now()
  const life = { platform, world: era.world, at, present, clerks: new Map<string, Actor>() }
  const accountName =
    at === 0 ? (logins[0]?.account ?? '') : `person_${String(at).padStart(2, '0')}`
  const me = await join(life, person, accountName)
  await settleProfile(life, me, person)
  let year = lastYear - 2
  for (const [turn, record] of recordsOf(person.pace, at, lastYear, today).entries()) {
    const yearOfStudy = Number(record.form.endOn.slice(0, 4))
    if (yearOfStudy > year) await certifyBefore(life, me, yearOfStudy)
    year = yearOfStudy
    await declare(life, me, record, at * 100 + turn)
  }
  await declareFurther(life, me, person, lastYear)
  return me.accountId ?? ''
}

import { regionPath } from '@xueshi/contract/dictionaries/guangdong'
import { maskDocumentNumber } from '@xueshi/contract/document-number'
import type { Query, Reply } from '@xueshi/contract/endpoint'
import type { findPeople, PersonPage } from '@xueshi/contract/people/lookup'
import { maskPhone } from '@xueshi/contract/phone'
import { Id } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import * as accounts from '../../accounts/service.ts'
import { type Actor, signedIn, type SignedIn } from '../../platform/actor.ts'
import { subUnitsOf } from '../../orgs/service.ts'
import * as audit from '../../platform/audit.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { ticketUrl } from '../../platform/file-view.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { numberOf, searchedFor } from '../rules.ts'
import * as store from './store.ts'

const pageRows = 20
const leastCharacters = 2
const leastLetters = 3
const Key = z.tuple([z.enum(['name', 'namePinyin', 'nameInitials', 'numberTail']), z.string(), Id])

/**
 * 人员查询: who works in the actor's scope, by the beginning of a name, its pinyin or initials, or by a
 * document number or the end of one. INVALID at `search` where it is too short to be looked for.
 */
export async function find(
  actor: Actor,
  { search, after }: Query<typeof findPeople>,
): Promise<Reply<typeof findPeople>> {
  const { scope, platform } = signedIn(actor)
  const { text, letters, tail } = searchedFor(platform, search)
  const owner = await accounts.unclaimed.findByDocument(platform, text)
  if (owner.length > 0) {
    const within = await Promise.all(owner.map((id) => store.isWithin(platform.db, scope, id)))
    const people = await store.listThese(
      platform.db,
      owner.filter((_, at) => within[at]),
    )
    return { items: people.map((row) => present(actor, row)), next: null }
  }
  const [by, ...key] = after === undefined ? [] : readCursor(after, Key)
  // The letters of a name may be its pinyin or its initials: the one first, the other where it finds nobody.
  const first = wantedOf(text, letters, tail)
  const initials = { by: 'nameInitials', text: letters } as const
  const wanted = by === 'nameInitials' ? initials : first
  const from = key.length === 2 ? key : null
  const page = await store.find(platform.db, scope, wanted, from, pageRows)
  const isNobody = page.people.length === 0 && page.next === null && from === null
  const isOther = isNobody && first.by === 'namePinyin'
  const shown = isOther ? await store.find(platform.db, scope, initials, null, pageRows) : page
  return {
    items: shown.people.map((row) => present(actor, row)),
    next: shown.next ? writeCursor([isOther ? initials.by : wanted.by, ...shown.next]) : null,
  }
}

function wantedOf(text: string, letters: string, tail: Buffer | null): store.Wanted {
  if (tail) return { by: 'numberTail', tail }
  if (letters !== '') {
    if (letters.length < leastLetters) fail('INVALID', { fields: { search: 'SEARCH_TOO_SHORT' } })
    return { by: 'namePinyin', text: letters }
  }
  if ([...text].length < leastCharacters)
    fail('INVALID', { fields: { search: 'SEARCH_TOO_SHORT' } })
  return { by: 'name', text }
}

/** A line of the list. */
function present(actor: Actor, row: store.ListedRow) {
  const { personId, name, unitName, regionCode, series, title } = row
  return {
    personId,
    name,
    unitName,
    series,
    title,
    documentNumberMasked: maskDocumentNumber(numberOf(signedIn(actor), personId, row)),
    regionPath: regionPath(regionCode)
      .map(({ label }) => label)
      .join(''),
  }
}

/** One person as their employer, a unit above it, or an authority in whose scope they work, may see them. */
export async function read(actor: Actor, id: string): Promise<PersonPage> {
  const me = signedIn(actor)
  const { person, isOwn } = await seen(me, id)
  const employments = await store.listHistory(me.platform.db, id)
  const { profile } = person
  return {
    id,
    name: person.name,
    documentType: person.documentType,
    documentNumberMasked: maskDocumentNumber(numberOf(me, id, person)),
    claimed: person.accountState !== 'unclaimed',
    mayReveal: isOwn,
    photoUrl: profile?.photoId ? ticketUrl(actor, 'photo', profile.photoId) : null,
    profile: profile && presentProfile(me, profile),
    employments,
  }
}

/** A person whose record the actor may look at, as they may of units below. 404 outside their scope. */
export async function personWithin(
  actor: Actor,
  id: string,
): Promise<Pick<store.PersonRow, 'id' | 'name'>> {
  return (await seen(signedIn(actor), id)).person
}

/** The person, and whether they are the actor's own or only of a unit that stands below. */
async function seen(
  me: SignedIn,
  id: string,
): Promise<{ person: store.PersonRow; isOwn: boolean }> {
  const { db } = me.platform
  if (await store.isWithin(db, me.scope, id)) return { person: await within(me, id), isOwn: true }
  const below = me.scope.kind === 'unit' ? await subUnitsOf(db, me.scope.unitId) : []
  const person = (await store.isOfUnits(db, below, id)) ? await store.findPerson(db, id) : null
  return person ? { person, isOwn: false } : fail('NOT_FOUND')
}

async function within(me: SignedIn, id: string): Promise<store.PersonRow> {
  const { db } = me.platform
  const person = (await store.isWithin(db, me.scope, id)) ? await store.findPerson(db, id) : null
  return person ?? fail('NOT_FOUND')
}

function presentProfile(me: SignedIn, row: NonNullable<store.PersonRow['profile']>) {
  const place = { table: 'profiles', column: 'phone_sealed', id: row.id }
  return {
    sex: row.sex,
    birthDate: row.birthDate,
    ethnicity: row.ethnicity,
    education: row.education,
    degree: row.degree,
    major: row.major,
    school: row.school,
    graduatedOn: row.graduatedOn,
    startedWorkOn: row.startedWorkOn,
    phoneMasked: maskPhone(me.platform.cipher.open(row.phoneSealed, place)),
    titleLevel: row.titleLevel,
    title: row.title,
    titleObtainedOn: row.titleObtainedOn,
    series: row.series,
    specialty: row.specialty,
    workRegion: row.workRegion,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
  }
}

/**
 * 查看完整证件号码: the number in full. That it was looked at, by whom and why, is on record before it
 * is opened.
 */
export async function revealNumber(
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<{ documentNumber: string }> {
  const me = signedIn(actor)
  const person = await within(me, id)
  await transaction(actor, async (tx) => {
    await audit.record(tx, actor, { act: 'person.reveal', recordId: id, facts: { reason } })
    return { id }
  })
  return { documentNumber: numberOf(me, id, person) }
}

import { countryLabel } from '@xueshi/contract/dictionaries/countries'
import { degreeLabel } from '@xueshi/contract/dictionaries/degrees'
import { educations } from '@xueshi/contract/dictionaries/educations'
import { ethnicityLabel } from '@xueshi/contract/dictionaries/ethnicities'
import { regionName as guangdongName } from '@xueshi/contract/dictionaries/guangdong'
import { regionName } from '@xueshi/contract/dictionaries/regions'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import {
  birthDateOf,
  type DocumentType,
  maskDocumentNumber,
  sexOf,
} from '@xueshi/contract/document-number'
import type { Facts } from '@xueshi/contract/moves'
import { openMoves } from '@xueshi/contract/moves'
import {
  type Profile,
  type ProfileFact,
  type ProfileForm,
  profileIssues,
  profileMoves,
} from '@xueshi/contract/people'
import { normalisePersonName } from '@xueshi/contract/person-name'
import { maskPhone } from '@xueshi/contract/phone'
import { todayIn } from '@xueshi/contract/year'
import { pinyin } from 'pinyin-pro'
import type { SignedIn } from '../platform/actor.ts'
import type { Platform } from '../platform/platform.ts'
import { ticketUrl } from '../platform/file-view.ts'
import type { ChosenUnit, Person, ProfileRow, ProfileValues } from './profiles/store.ts'

type Issues = Record<string, string>

/**
 * The letters by which a person is found: `ouyangmingyue` and `oymy` for 欧阳明月, in lower case and
 * without spaces. A character without a known reading stands for itself in both.
 */
export function lettersOf(name: string): { namePinyin: string; nameInitials: string } {
  const syllables = pinyin(name, {
    toneType: 'none',
    type: 'array',
    surname: 'head', // 单, 曾 and 仇 are read otherwise as surnames
    v: true,
    nonZh: 'consecutive',
  })
    .flatMap((piece) => piece.split(' '))
    .map((syllable) => syllable.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((syllable) => syllable !== '')
  return {
    namePinyin: syllables.join(''),
    nameInitials: syllables.map((syllable) => [...syllable][0] ?? '').join(''),
  }
}

/** Field → UNKNOWN_CODE for each code that its dictionary does not have or does not offer. */
export function codeIssues(form: ProfileForm): Issues {
  const known: Record<string, boolean> = {
    ethnicity: ethnicityLabel(form.ethnicity) !== undefined,
    // Those who are not from China have a country there.
    nativePlace: (regionName(form.nativePlace) ?? countryLabel(form.nativePlace)) !== undefined,
    education: isEducation(form.education),
    degree: form.degree === null || degreeLabel(form.degree) !== undefined,
    series: titleSeriesLabel(form.series) !== undefined,
    workRegion: guangdongName(form.workRegion) !== undefined,
    ...Object.fromEntries(
      form.otherTitles.map(({ series }, at) => [
        `otherTitles.${at}.series`,
        titleSeriesLabel(series) !== undefined,
      ]),
    ),
    ...Object.fromEntries(
      form.otherDegrees.flatMap(({ education, degree }, at) => [
        [`otherDegrees.${at}.education`, isEducation(education)],
        [`otherDegrees.${at}.degree`, degree === null || degreeLabel(degree) !== undefined],
      ]),
    ),
  }
  return Object.fromEntries(
    Object.entries(known)
      .filter(([, exists]) => !exists)
      .map(([field]) => [field, 'UNKNOWN_CODE']),
  )
}

/** A heading does not say how the education ended. */
const isEducation = (code: string) =>
  educations.some((education) => education.code === code && !education.heading)

/** What a document number tells of its holder; null where it does not. */
export function toldByDocument(type: DocumentType, number: string) {
  return { birthDate: birthDateOf(type, number), sex: sexOf(type, number) }
}

/** Field → DISAGREES_WITH_DOCUMENT where the form says otherwise than the number. */
export function documentIssues(form: ProfileForm, told: ReturnType<typeof toldByDocument>): Issues {
  const issues: Issues = {}
  if (told.birthDate !== null && told.birthDate !== form.birthDate)
    issues['birthDate'] = 'DISAGREES_WITH_DOCUMENT'
  if (told.sex !== null && told.sex !== form.sex) issues['sex'] = 'DISAGREES_WITH_DOCUMENT'
  return issues
}

/** Field of the form → why it cannot be saved, from all that the server knows. */
export function savingIssues(
  { platform }: SignedIn,
  form: ProfileForm,
  { person, unit, lacksPhoto }: { person: Person; unit: ChosenUnit | null; lacksPhoto: boolean },
  number: string,
): Issues {
  return {
    ...profileIssues(form, todayIn(platform.clock.now())),
    ...codeIssues(form),
    ...documentIssues(form, toldByDocument(person.documentType, number)),
    ...(form.unitId !== null && unit === null ? { unitId: 'NOT_OFFERED' } : {}),
    ...(lacksPhoto ? { photoId: 'NOT_OFFERED' } : {}),
  }
}

/** The form as its row `id` keeps it, with phone and e-mail sealed for that row. */
export function sealedForm({ platform }: SignedIn, id: string, form: ProfileForm) {
  const { phone, email, otherTitles, otherDegrees, ...plain } = form
  const seal = (column: string, value: string) =>
    platform.cipher.seal(value, { table: 'profiles', column, id })
  return {
    ...plain,
    otherTitles: JSON.stringify(otherTitles),
    otherDegrees: JSON.stringify(otherDegrees),
    phoneSealed: seal('phone_sealed', phone),
    emailSealed: seal('email_sealed', email),
  } satisfies Partial<ProfileValues>
}

/** The document number in plain. It leaves the server masked, or not at all. */
export function numberOf(
  { platform }: SignedIn,
  accountId: string,
  { documentNumberSealed }: Pick<Person, 'documentNumberSealed'>,
): string {
  const place = { table: 'accounts', column: 'document_number_sealed', id: accountId }
  return platform.cipher.open(documentNumberSealed, place)
}

export function factsOf(
  { scope, accountId }: SignedIn,
  { personId, unitId }: Pick<ProfileRow, 'personId' | 'unitId'>,
): Facts<ProfileFact> {
  return {
    own: scope.kind === 'own' && scope.personId === personId,
    holds: scope.kind === 'unit' && scope.unitId === unitId,
    notSelf: personId !== accountId,
  }
}

/** The profile as the actor is shown it. The phone in full is its owner's to see. */
export function present(me: SignedIn, row: ProfileRow): Profile {
  const facts = factsOf(me, row)
  const open = (column: string, sealed: Buffer) =>
    me.platform.cipher.open(sealed, { table: 'profiles', column, id: row.id })
  const phone = open('phone_sealed', row.phoneSealed)
  return {
    id: row.id,
    state: row.state,
    version: row.version,
    name: row.name,
    documentType: row.documentType,
    documentNumberMasked: maskDocumentNumber(numberOf(me, row.personId, row)),
    form: {
      sex: row.sex,
      birthDate: row.birthDate,
      ethnicity: row.ethnicity,
      nativePlace: row.nativePlace,
      education: row.education,
      degree: row.degree,
      major: row.major,
      school: row.school,
      graduatedOn: row.graduatedOn,
      startedWorkOn: row.startedWorkOn,
      phone: facts.own ? phone : maskPhone(phone),
      email: open('email_sealed', row.emailSealed),
      titleLevel: row.titleLevel,
      title: row.title,
      titleObtainedOn: row.titleObtainedOn,
      series: row.series,
      specialty: row.specialty,
      postalCode: row.postalCode,
      unitId: row.unitId,
      workRegion: row.workRegion,
      wantedUnit: row.wantedUnit,
      photoId: row.photoId,
      otherTitles: row.otherTitles,
      otherDegrees: row.otherDegrees,
    },
    unitName: row.unitName,
    unitWaits: row.unitState === 'submitted',
    photoUrl: row.photoId === null ? null : ticketUrl(me, 'photo', row.photoId),
    former: null,
    returnFields: row.returnFields,
    returnReason: row.returnReason,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    decidedBy: row.decidedAt === null ? null : row.deciderName,
    open: openMoves(profileMoves, row.state, me.kind, facts),
  }
}

/**
 * What was typed to find a person by: the text as names are kept, its letters where it has no others,
 * and the blind index where it could be the end of a document number.
 */
export function searchedFor({ indexes }: Platform, typed: string) {
  const text = normalisePersonName(typed)
  const plain = text.normalize('NFKC').toLowerCase()
  const letters = /^[a-zü' ]+$/.test(plain)
    ? plain.replaceAll('ü', 'v').replaceAll(/[' ]/g, '')
    : ''
  const isTail = /^\d{3}[\dx]$/.test(plain)
  return { text, letters, tail: isTail ? indexes.numberTail(plain.toUpperCase()) : null }
}

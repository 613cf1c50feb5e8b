import {
  correctionMoves,
  type Correction,
  type CorrectionObstacle,
} from '@xueshi/contract/corrections'
import { maskDocumentNumber } from '@xueshi/contract/document-number'
import { openMoves } from '@xueshi/contract/moves'
import * as accounts from '../../accounts/service.ts'
import { type Actor, signedIn } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { ticketUrl } from '../../platform/file-view.ts'
import type { Platform } from '../../platform/platform.ts'
import { fail } from '../../platform/refusal.ts'
import { Asked, factsOf, type Identity, identityAfter, obstacleOf, Was } from '../rules.ts'
import * as store from './store.ts'

/** The request as the actor may see it. NOT_FOUND outside the scope. */
export const read = (actor: Actor, id: string): Promise<Correction> =>
  readIn(actor.platform.db, actor, id)

/** As `read`, inside a transaction: for the record that comes with a refusal. */
export async function readIn(db: Db, actor: Actor, id: string): Promise<Correction> {
  const row = await store.find(db, actor.scope, id)
  return row ? present(db, actor, row) : fail('NOT_FOUND')
}

/** A request with all that its page and its decision must know. */
export type Opened = {
  asked: Asked
  before: Identity
  after: Identity | null
  other: (accounts.identity.Holder & store.OtherFacts) | null
  obstacle: CorrectionObstacle | null
}

/** What is sealed, in the clear, and who the accounts are just now. */
export async function open(db: Db, platform: Platform, row: store.CorrectionRow): Promise<Opened> {
  const asked = Asked.parse(unsealed(platform, row.id, 'asked_sealed', row.askedSealed))
  const was = row.wasSealed && Was.parse(unsealed(platform, row.id, 'was_sealed', row.wasSealed))
  const holder = await accounts.identity.holderOf(platform, db, row.personId)
  if (!holder) throw new Error('a correction of nobody')
  const before = was?.before ?? holder
  const after = identityAfter(asked, before)
  const found = row.otherId && (await accounts.identity.holderOf(platform, db, row.otherId))
  const facts = found ? await store.findOther(db, found.id, row.personId) : undefined
  const other = found && facts ? { ...found, ...facts } : null
  return {
    asked,
    before,
    after,
    other,
    obstacle: await obstacleIn(db, platform, row, after, facts),
  }
}

async function obstacleIn(
  db: Db,
  platform: Platform,
  row: store.CorrectionRow,
  after: Identity | null,
  other: store.OtherFacts | undefined,
): Promise<CorrectionObstacle | null> {
  // What is decided, or still the person's to write, is in nobody's way.
  if (row.state !== 'submitted') return null
  if (row.kind === 'merge') return obstacleOf(other)
  if (row.kind === 'name' || after === null) return null
  const holder = await accounts.identity.findByDocument(platform, db, after)
  return holder === null || holder === row.personId ? null : 'documentTaken'
}

const unsealed = (
  { cipher }: Platform,
  id: string,
  column: 'asked_sealed' | 'was_sealed',
  sealed: Buffer,
): unknown => JSON.parse(cipher.open(sealed, { table: 'corrections', column, id }))

/** What a column keeps of it. */
export const sealed = (
  { cipher }: Platform,
  id: string,
  column: 'asked_sealed' | 'was_sealed',
  value: Asked | Was,
): Buffer => cipher.seal(JSON.stringify(value), { table: 'corrections', column, id })

const masked = ({ name, documentType, documentNumber }: Identity) => ({
  name,
  documentType,
  documentNumberMasked: maskDocumentNumber(documentNumber),
})

async function present(db: Db, actor: Actor, row: store.CorrectionRow): Promise<Correction> {
  const me = signedIn(actor)
  const { asked, before, after, other, obstacle } = await open(db, me.platform, row)
  const facts = factsOf(me, row, obstacle)
  const { id, version, kind, state, grounds, regionCode, officeName, reason } = row
  return {
    id,
    version,
    kind,
    state,
    grounds,
    officeName,
    reason,
    form: facts.own ? { kind, ...asked, grounds, regionCode } : null,
    before: masked(before),
    after: after && masked(after),
    // Its owner learns nothing here of an account that they could not log in to.
    other:
      other && !facts.own
        ? {
            ...masked(other),
            accountName: other.accountName,
            state: other.state,
            lastLoginAt: other.lastLoginAt?.toISOString() ?? null,
            unitName: other.unitName,
          }
        : null,
    obstacle: facts.own ? null : obstacle,
    files: row.files
      .filter(({ isReady }) => isReady)
      .map(({ id: fileId, name, sizeBytes }) => ({
        id: fileId,
        name,
        sizeBytes,
        url: ticketUrl(actor, 'correction', fileId),
      })),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    timeline: row.events.map(({ at, ...event }) => ({ ...event, at: new Date(at).toISOString() })),
    open: openMoves(correctionMoves, state, me.kind, facts),
  }
}

import { documentTypeLabel, maskDocumentNumber } from '@xueshi/contract/document-number'
import type { ReviewPack } from '@xueshi/contract/ledger/packs'
import { todayIn, yearOf } from '@xueshi/contract/year'
import * as certificates from '../../certificates/service.ts'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import type { Media } from '../../platform/http.ts'
import { print, Unprintable } from '../../platform/printing.ts'
import { fail } from '../../platform/refusal.ts'
import { listYears } from '../store.ts'
import { findDetail } from '../year-views/service.ts'
import { ownPerson } from '../years/service.ts'
import { packPrint, presentYear, sumOf, type Year } from './rules.ts'
import * as store from './store.ts'

const yearsTogether = 5

/** 职称评审学时材料 as JSON: the last five years, newest first, and what proves each of them. 404 for nobody. */
export async function read(actor: Actor): Promise<ReviewPack> {
  return (await gather(actor)).pack
}

/**
 * The same as one PDF, signed by the house: the signature is of this document and names no certificate, so
 * that nobody takes it for one. UNPRINTABLE, BUSY, SIGNING_OUT.
 */
export async function printed(actor: Actor): Promise<Media> {
  const { platform } = actor
  const { pack, years } = await gather(actor)
  const now = platform.clock.now()
  const pdf = await print(packPrint(pack, years, todayIn(now))).catch((error: unknown) => {
    if (!(error instanceof Unprintable)) throw error
    platform.log.error({ characters: error.characters }, 'no font prints a review pack')
    return fail('UNPRINTABLE')
  })
  const bytes = await certificates.signPaper(platform, pdf, {
    reason: '出具职称评审继续教育学时材料',
    paper: 'pack',
  })
  return { bytes, fileName: `职称评审学时材料_${pack.from}-${pack.to}.pdf` }
}

/** All as of one moment: a reversal that comes between two readings must not part a sum from its certificate. */
const gather = (actor: Actor) =>
  actor.platform.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => gatherIn(tx, actor))

async function gatherIn(tx: Db, actor: Actor): Promise<{ pack: ReviewPack; years: Year[] }> {
  const { platform } = actor
  const personId = ownPerson(actor)
  const now = platform.clock.now()
  const to = yearOf(now)
  const from = to - yearsTogether + 1
  const holder = (await store.findHolder(tx, personId)) ?? fail('NOT_FOUND')
  const rows = await listYears(tx, personId, { from, to })
  const valid = await certificates.listPresented(tx, platform, personId, { from, to })
  const years: Year[] = []
  for (let year = to; year >= from; year -= 1) {
    const row = rows.find((each) => each.year === year)
    const detail = await findDetail(tx, { personId, year }, todayIn(now))
    if (!detail) continue
    const certificate = valid.find(({ facts }) => facts.year === year) ?? null
    years.push({ detail, series: row?.series ?? null, certificate })
  }
  const { documentNumberSealed, documentType, name, unitName, title } = holder
  const number = platform.cipher.open(documentNumberSealed, {
    table: 'accounts',
    column: 'document_number_sealed',
    id: personId,
  })
  return {
    years,
    pack: {
      holder: {
        name,
        documentType: documentTypeLabel(documentType),
        documentNumberMasked: maskDocumentNumber(number),
        unitName: unitName ?? '',
        title: title ?? '',
      },
      from,
      to,
      madeAt: now.toISOString(),
      demo: platform.config.demo,
      ...sumOf(years.map(({ detail }) => detail)),
      years: years.map(presentYear),
    },
  }
}

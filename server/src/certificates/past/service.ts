import { certificateMoves } from '@xueshi/contract/certificates'
import type { DocumentType } from '@xueshi/contract/document-number'
import type { Actor } from '../../platform/actor.ts'
import type { Db } from '../../platform/database.ts'
import { newId } from '../../platform/ids.ts'
import { noteWritten } from '../../platform/written-rows.ts'
import { certificateMac, endMac, writtenOf } from '../guard/rules.ts'
import {
  checkCertificateNumber,
  holderFacts,
  makeVerificationCode,
  wordedBy,
  type YearFacts,
} from '../rules.ts'
import { insertStatement, listHolders } from '../store.ts'
import * as store from './store.ts'

/** A certificate from before this system, with its own number and whose it was then. */
export type PastIssue = {
  personId: string
  unitId: string | null
  series: string
  facts: YearFacts
  /** Kept to the letter. */
  number: string
  /** `yyyy-mm-dd`. */
  issuedOn: string
  /** 发证机关 as the old certificate names it; empty where nobody wrote it down. */
  issuer: string
  holder: {
    name: string
    documentType: DocumentType
    documentNumber: string
    unitName: string
  }
}

/** Certificates of past years stand with their own numbers, and can be verified and printed like any other. */
export async function issue(tx: Db, actor: Actor, asked: readonly PastIssue[]): Promise<void> {
  if (asked.length === 0) return
  const { clock, config, keys } = actor.platform
  const issuedAt = clock.now()
  const records = await listHolders(
    tx,
    asked.map(({ personId, unitId, facts: { year } }) => ({ personId, unitId, year })),
  )
  const own = placeOf(actor)
  const rows = asked.map(({ holder, facts, number, issuedOn, issuer, ...subject }, at) => {
    const record = records[at]
    if (!record) throw new Error('a certificate was asked for somebody who is not there')
    const code = makeVerificationCode()
    const { lastId, lastNumber, lastEdition, cityCode, countyCode } = record
    const place = cityCode === null && countyCode === null ? own : { cityCode, countyCode }
    const former = lastId !== null && lastNumber !== null ? (lastEdition ?? 0) : 0
    const told = { ...holder, sex: null, title: null, titleLevel: null }
    const made = {
      ...subject,
      id: newId(issuedAt),
      number,
      code,
      ...place,
      edition: former + 1,
      replaces: lastId,
      photoFileId: null,
      templateId: null,
      issuedAt,
      facts: {
        ...facts,
        ...holderFacts(told),
        number,
        verifyUrl: `${config.publicUrl}/verify/${code}`,
        ...wordedBy(undefined),
        ...(issuer !== '' && { issuer }),
        issuedOn,
        demo: config.demo,
      },
    }
    return { ...made, mac: certificateMac(keys, made) }
  })
  await insertStatement(rows).execute(tx)
  await noteWritten(tx, 'certificateIssued', rows.map(writtenOf))
}

/** Whoever has no unit here is of the place whose office brings their past in, and keeps its certificates. */
function placeOf({ scope }: Actor): { cityCode: string | null; countyCode: string | null } {
  if (scope.kind !== 'region' || scope.regionCode.endsWith('0000'))
    return { cityCode: null, countyCode: null }
  const { regionCode } = scope
  const countyCode = regionCode.endsWith('00') ? null : regionCode
  return { cityCode: `${regionCode.slice(0, 4)}00`, countyCode }
}

/**
 * What a file brought in of these people's years no longer holds, and its numbers may come again. Answers
 * the years whose certificate in force is this system's own: these are withdrawn as any other.
 */
export async function withdraw(
  tx: Db,
  actor: Actor,
  of: readonly store.OfYear[],
  reason: string,
): Promise<store.OfYear[]> {
  const at = actor.platform.clock.now()
  const move = certificateMoves.withdraw
  const all = await store.listOf(tx, of)
  const past = all.filter(({ number }) => !checkCertificateNumber(number))
  const { keys } = actor.platform
  const holds = ({ state }: store.YearCertificate) => move.from.some((from) => from === state)
  const ended = past.map((one) => ({ ...one, mac: endMac(keys, one.id, { ...move, at, reason }) }))
  await store.endPast(tx, ended, { ...move, at, reason })
  await noteWritten(tx, 'certificateEnded', past.filter(holds))
  return all.filter((one) => !past.includes(one) && holds(one))
}

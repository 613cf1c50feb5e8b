import type { CertificateDetail } from '@xueshi/contract/certificates/register'
import { yearMoves } from '@xueshi/contract/ledger'
import * as certificates from '../../certificates/service.ts'
import { tell } from '../../messages/service.ts'
import type { Actor } from '../../platform/actor.ts'
import * as audit from '../../platform/audit.ts'
import { fail } from '../../platform/refusal.ts'
import { transaction } from '../../platform/transaction.ts'
import { issueCertificate } from '../editions/service.ts'
import { listYears } from '../store.ts'
import * as store from './store.ts'

type Asked = { id: string; version: number; reason: string }

/**
 * 撤销 by hand: the certificate no longer holds and its year is revoked, until an office issues the
 * next edition. The holder is told why. The year is locked first, as everything that settles one does.
 */
export async function withdraw(actor: Actor, asked: Asked): Promise<CertificateDetail> {
  const { register } = certificates
  const { id, reason } = asked
  await transaction(actor, async (tx) => {
    const { personId, year, number } = await register.forAct(tx, actor, asked, ['withdraw'])
    const at = actor.platform.clock.now()
    const revoked = await store.moveYear(tx, { personId, year }, { ...yearMoves.revoke, at })
    await register.end(tx, actor, { ...asked, personId, year, move: 'withdraw' })
    if (!revoked) throw new Error('a certificate was in force of a year that is not certified')
    await audit.record(tx, actor, { act: 'certificate.withdraw', recordId: id, facts: { reason } })
    tell(tx, actor, { accountId: personId }, 'certificate.withdrawn', { year, number, reason })
    return { id }
  })
  return register.read(actor, id)
}

/**
 * 重新签发: the next edition of the year with what the records say today. A certificate in force is
 * replaced by it, a withdrawn one stays withdrawn. YEAR_NOT_MET where hours are lacking, WRONG_STATE
 * while a restriction holds the year back. Answers the new certificate.
 */
export async function reissue(actor: Actor, asked: Asked): Promise<CertificateDetail> {
  const { register } = certificates
  const { id } = await transaction(actor, async (tx) => {
    const { move, ...former } = await register.forAct(tx, actor, asked, ['replace', 'renew'])
    const { personId, year } = former
    const at = actor.platform.clock.now()
    const certified = await store.certifyAnew(tx, { personId, year }, { ...yearMoves.renew, at })
    if (!certified) return fail(await whyNot(actor, former))
    if (!(await store.isMet(tx, certified.id))) fail('YEAR_NOT_MET')
    if (move === 'replace') await register.end(tx, actor, { ...asked, personId, year, move })
    const [row] = await listYears(tx, personId, { id: certified.id })
    const issued = await issueCertificate(tx, actor, row ?? gone())
    await audit.record(tx, actor, {
      act: 'certificate.reissue',
      recordId: issued.id,
      facts: { reason: asked.reason, replaces: former.number, certificate: issued.number },
    })
    tell(tx, actor, { accountId: personId }, 'certificate.reissued', {
      year,
      number: issued.number,
      former: former.number,
      reason: asked.reason,
    })
    return issued
  })
  return register.read(actor, id)
}

/** A year that cannot be certified: it lacks hours, or something holds it back. */
async function whyNot({ platform }: Actor, of: { personId: string; year: number }) {
  const state = await store.stateOf(platform.db, of)
  return state === 'notMet' ? ('YEAR_NOT_MET' as const) : ('WRONG_STATE' as const)
}

function gone(): never {
  throw new Error('a year went away while it was locked')
}

import { topics, fillText } from '@xueshi/contract/messages'
import { checkPhone } from '@xueshi/contract/phone'
import * as z from 'zod/mini'
import * as messages from '../messages/service.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { issueTicket } from '../platform/tickets.ts'
import * as accreditations from './accreditations/service.ts'
import { addressPlace, linkTicket } from './invitations/service.ts'
import * as invitations from './invitations/store.ts'
import * as webhooks from './webhooks/service.ts'
import * as papers from './papers/service.ts'
import * as orgs from './service.ts'

const Delivering = z.object({ deliveryId: z.uuid() })
const Sending = z.object({ invitationId: z.uuid(), until: z.iso.date() })

export const orgTasks: Tasks = {
  /**
   * Sends the link of an invitation that still stands. The ticket in it is made here and kept nowhere:
   * doing it twice sends the same link twice.
   */
  'orgs.sendInvitation': async (payload, { platform }) => {
    const { db, clock, cipher, keys, config } = platform
    const { invitationId: id, until } = Sending.parse(payload)
    const row = await invitations.findOffered(db, id, clock.now())
    if (!row?.addressSealed) return
    const ticket = issueTicket(keys.ticketKey, { ...linkTicket, id, expires: row.expiresAt })
    const link = `${config.publicUrl}/invitations/${ticket}`
    const address = cipher.open(row.addressSealed, addressPlace(id))
    const words = await messages.wordsOf(db, ['staff.linked'])
    const { title, text } = words.get('staff.linked') ?? topics['staff.linked']
    const facts = { name: row.name, unitName: row.unitName, until, link }
    await messages.post(platform, {
      messageId: id,
      accountId: null,
      channel: checkPhone(address) === 'ok' ? 'sms' : 'email',
      topic: 'staff.linked',
      address,
      addressMasked: row.addressMasked ?? '',
      title,
      text: fillText(text, facts),
      facts,
    })
  },
  /** Papers that were sent and then belonged to nothing. */
  'orgs.sweepPapers': async (_, { platform }) => papers.sweep(orgs.systemActor(platform)),
  /** 机构资质 that are over, or soon will be. */
  'orgs.runOutAccreditations': async (_, { platform }) =>
    accreditations.runOut(orgs.systemActor(platform)),
  'orgs.expireInvitations': async (_, { platform: { db, clock } }) =>
    invitations.expire(db, clock.now()),
  /** Tells a unit's program what has happened; it may be told twice, under the same id. */
  'webhooks.deliver': async (payload, { platform }) =>
    webhooks.deliver(platform, Delivering.parse(payload).deliveryId),
  'webhooks.sweep': async (_, { platform }) => webhooks.sweep(platform),
}

export const orgSchedule: Schedule = [
  { task: 'orgs.expireInvitations', match: '3 * * * *' },
  { task: 'webhooks.sweep', match: '29 19 * * *' },
  { task: 'orgs.sweepPapers', match: '57 18 * * *' },
  // Just after midnight in Asia/Shanghai.
  { task: 'orgs.runOutAccreditations', match: '7 16 * * *' },
]

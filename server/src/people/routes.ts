import * as law from '@xueshi/contract/people'
import { findHelped, issueHelpCode } from '@xueshi/contract/people/help-desk'
import { serve, type Serving } from '../platform/http.ts'
import * as helpDesk from './help-desk/service.ts'
import * as people from './service.ts'

export function servePeople(serving: Serving): void {
  serve(serving, law.readOwnProfile, ({ actor }) => people.readOwn(actor))
  serve(
    serving,
    law.saveProfile,
    ({ actor, body }) => people.save(actor, body),
    ({ actor }, id) => people.read(actor, id),
  )
  serve(
    serving,
    law.withdrawProfile,
    ({ actor, params, body }) => people.withdraw(actor, { ...params, ...body }),
    ({ actor }, id) => people.read(actor, id),
  )
  serve(serving, law.listProfiles, ({ actor, query }) => people.listWaiting(actor, query.after))
  serve(serving, law.readProfile, ({ actor, params }) => people.read(actor, params.id))
  serve(
    serving,
    law.confirmProfile,
    ({ actor, params, body }) => people.confirm(actor, { ...params, ...body }),
    ({ actor }, id) => people.read(actor, id),
  )
  serve(
    serving,
    law.returnProfile,
    ({ actor, params, body }) => people.giveBack(actor, { ...params, ...body }),
    ({ actor }, id) => people.read(actor, id),
  )
  serve(serving, findHelped, ({ actor, body }) => helpDesk.find(actor, body))
  serve(serving, issueHelpCode, ({ actor, body }) => helpDesk.issue(actor, body))
}

import {
  readHouseState,
  readLoginSettings,
  readSystemSettings,
  saveLoginSettings,
  saveSystemSettings,
} from '@xueshi/contract/administration'
import {
  disableAccount,
  enableAccount,
  endAccountLogin,
  endAccountSeat,
  liftRest,
  liftSecondFactor,
  listOpenLogins,
  listRests,
  readAccount,
  searchAccounts,
} from '@xueshi/contract/administration/accounts'
import {
  listAudit,
  listSensitiveViews,
  readIntegrity,
  revealAudit,
  startAuditCheck,
} from '@xueshi/contract/administration/audit'
import {
  readDictionary,
  readKeptDictionary,
  saveKeptDictionary,
} from '@xueshi/contract/administration/dictionaries'
import { serve, type Serving } from '../platform/http.ts'
import * as accounts from './accounts/service.ts'
import * as trail from './audit/service.ts'
import * as dictionaries from './dictionaries/service.ts'
import * as administration from './service.ts'

export function serveAdministration(serving: Serving): void {
  serve(serving, readSystemSettings, ({ actor }) => administration.readPart(actor, 'system'))
  serve(serving, saveSystemSettings, ({ actor, body }) =>
    administration.savePart(actor, 'system', body),
  )
  serve(serving, readLoginSettings, ({ actor }) => administration.readPart(actor, 'login'))
  serve(serving, saveLoginSettings, ({ actor, body }) =>
    administration.savePart(actor, 'login', body),
  )
  serve(serving, readHouseState, ({ actor }) => administration.readState(actor))

  serve(serving, readDictionary, ({ actor, params }) => dictionaries.read(actor, params.name))
  serve(serving, readKeptDictionary, ({ actor, params }) =>
    administration.readPart(actor, params.name),
  )
  serve(serving, saveKeptDictionary, ({ actor, params, body }) =>
    dictionaries.save(actor, params.name, body),
  )

  serve(serving, searchAccounts, ({ actor, query }) => accounts.search(actor, query))
  serve(serving, listOpenLogins, ({ actor, query }) => accounts.listOpenLogins(actor, query.after))
  serve(serving, listRests, ({ actor }) => accounts.listRests(actor))
  serve(serving, readAccount, ({ actor, params }) => accounts.read(actor, params.id))
  serve(serving, disableAccount, ({ actor, params, body }) =>
    accounts.disable(actor, { ...params, ...body }),
  )
  serve(serving, enableAccount, ({ actor, params, body }) =>
    accounts.enable(actor, { ...params, ...body }),
  )
  serve(serving, liftRest, ({ actor, params, body }) =>
    accounts.liftRest(actor, { ...params, ...body }),
  )
  serve(serving, liftSecondFactor, ({ actor, params, body }) =>
    accounts.liftSecondFactor(actor, { ...params, ...body }),
  )
  serve(serving, endAccountSeat, ({ actor, params, body }) =>
    accounts.endSeat(actor, { ...params, ...body }),
  )
  serve(serving, endAccountLogin, ({ actor, params, body }) =>
    accounts.endLogin(actor, { ...params, ...body }),
  )

  serve(serving, listAudit, ({ actor, query }) => trail.list(actor, query))
  serve(serving, listSensitiveViews, ({ actor, query }) => trail.listSensitiveViews(actor, query))
  serve(serving, revealAudit, ({ actor, params, body }) =>
    trail.reveal(actor, params.id, body.reason),
  )
  serve(serving, readIntegrity, ({ actor }) => trail.readIntegrity(actor))
  serve(serving, startAuditCheck, ({ actor }) => trail.startCheck(actor))
}

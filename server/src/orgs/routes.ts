import { extendLogin } from '@xueshi/contract/accounts/logins'
import { readSession, searchUnits } from '@xueshi/contract/orgs'
import { serve, type Serving } from '../platform/http.ts'
import * as orgs from './service.ts'

export function serveOrgs(serving: Serving): void {
  serve(serving, readSession, ({ actor }) => orgs.readSession(actor))
  serve(serving, extendLogin, ({ actor }) => orgs.extendLogin(actor))
  serve(serving, searchUnits, ({ actor, query }) => orgs.searchUnits(actor, query.search))
}

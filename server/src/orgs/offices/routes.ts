import * as law from '@xueshi/contract/orgs/offices'
import { serve, type Serving } from '../../platform/http.ts'
import * as offices from './service.ts'

export function serveOffices(serving: Serving): void {
  serve(serving, law.listOffices, ({ actor, query }) => offices.list(actor, query))
  serve(
    serving,
    law.openOffice,
    ({ actor, body }) => offices.open(actor, body),
    async () => ({ done: true as const }),
  )
}

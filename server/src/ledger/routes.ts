import { certifyYear, listYears, readRules, readYear } from '@xueshi/contract/ledger'
import { serve, type Serving } from '../platform/http.ts'
import * as ruleSets from './rule-sets/service.ts'
import * as ledger from './service.ts'

export function serveLedger(serving: Serving): void {
  serve(serving, readRules, ({ actor, params, query }) =>
    ruleSets.readRules(actor, Number(params.year), query),
  )
  serve(serving, listYears, ({ actor, query }) => ledger.listYears(actor, query))
  serve(serving, readYear, ({ actor, params }) => ledger.readYear(actor, Number(params.year)))
  serve(
    serving,
    certifyYear,
    ({ actor, params }) => ledger.certify(actor, params.id),
    ({ actor }, id) => ledger.readRow(actor, id),
  )
}

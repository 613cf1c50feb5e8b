import { certifyYear, listYears, readRules, readYear } from '@xueshi/contract/ledger'
import { reissueCertificate, withdrawCertificate } from '@xueshi/contract/certificates/register'
import * as certificates from '../certificates/service.ts'
import { serve, type Serving } from '../platform/http.ts'
import * as ruleSets from './rule-sets/service.ts'
import * as reissues from './reissues/service.ts'
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
  serve(
    serving,
    withdrawCertificate,
    ({ actor, params, body }) => reissues.withdraw(actor, { ...params, ...body }),
    ({ actor }, id) => certificates.register.read(actor, id),
  )
  serve(
    serving,
    reissueCertificate,
    ({ actor, params, body }) => reissues.reissue(actor, { ...params, ...body }),
    ({ actor }, id) => certificates.register.read(actor, id),
  )
}

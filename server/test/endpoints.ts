import type { Endpoint } from '@xueshi/contract/endpoint'
import type { TestApp } from './app.ts'
import { accountRows } from './endpoints/accounts.ts'
import { accreditationRows } from './endpoints/accreditations.ts'
import { administrationRows } from './endpoints/administration.ts'
import { correctionRows } from './endpoints/corrections.ts'
import { classRows } from './endpoints/classes.ts'
import { batchRows } from './endpoints/batches.ts'
import { courseRows } from './endpoints/courses.ts'
import { certificateRows } from './endpoints/certificates.ts'
import { decisionRows } from './endpoints/decisions.ts'
import { declarationRows } from './endpoints/declarations.ts'
import { enrolmentRows } from './endpoints/enrolments.ts'
import { exemptionRows } from './endpoints/exemptions.ts'
import { deskRows } from './endpoints/desk.ts'
import { employmentRows } from './endpoints/employments.ts'
import { insightRows } from './endpoints/insight.ts'
import { integrityRows } from './endpoints/integrity.ts'
import { interfaceRows } from './endpoints/interface.ts'
import { legacyRows } from './endpoints/legacy.ts'
import { ledgerRows } from './endpoints/ledger.ts'
import { messageRows } from './endpoints/messages.ts'
import { officeRows } from './endpoints/offices.ts'
import { orgRows } from './endpoints/orgs.ts'
import { peopleRows } from './endpoints/people.ts'
import { ruleSetRows } from './endpoints/rule-sets.ts'
import { taskRows } from './endpoints/tasks.ts'
import type { EndpointRows, Made } from './endpoints/rows.ts'
import { staffRows } from './endpoints/staff.ts'
import { topicRows } from './endpoints/topics.ts'
import { unitsInForceRows } from './endpoints/units-in-force.ts'
import { templateRows } from './endpoints/templates.ts'
import { traineeRows } from './endpoints/trainees.ts'
import type { Personas } from './personas.ts'

/** The endpoints of every domain, low to high. */
const domains: readonly EndpointRows[] = [
  messageRows,
  taskRows,
  accountRows,
  orgRows,
  staffRows,
  unitsInForceRows,
  accreditationRows,
  officeRows,
  peopleRows,
  certificateRows,
  templateRows,
  employmentRows,
  deskRows,
  ledgerRows,
  ruleSetRows,
  exemptionRows,
  courseRows,
  topicRows,
  interfaceRows,
  classRows,
  enrolmentRows,
  traineeRows,
  declarationRows,
  batchRows,
  integrityRows,
  decisionRows,
  correctionRows,
  legacyRows,
  administrationRows,
  insightRows,
]

/** An endpoint as the tables name it. */
export const lineOf = ({ method, path }: Endpoint) => `${method} ${path}`

/** Who may come in where: what is not said here is forbidden. */
export const mayEnter: EndpointRows['doors'] = Object.fromEntries(
  domains.flatMap(({ doors }) => Object.entries(doors)),
)

/** What answers something else than 200 even to its rightful caller. */
export const withoutEffect: Readonly<Record<string, number>> = Object.fromEntries(
  domains.flatMap((rows) => Object.entries(rows.withoutEffect ?? {})),
)

/** Records of every domain, and a request for each endpoint. */
export async function makeAll(app: TestApp, personas: Personas): Promise<Required<Made>> {
  const all: Made[] = []
  for (const { make } of domains) all.push(await make(app, personas))
  return {
    requests: Object.fromEntries(all.flatMap(({ requests }) => Object.entries(requests))),
    callers: Object.fromEntries(all.flatMap(({ callers }) => Object.entries(callers ?? {}))),
    ids: all.flatMap(({ ids = [] }) => ids),
  }
}

/** Records anew for one endpoint, and its request. */
export async function makeFor(app: TestApp, personas: Personas, line: string): Promise<Made> {
  const rows = domains.find(({ doors }) => line in doors)
  if (!rows) throw new Error(`no domain has ${line}`)
  return rows.make(app, personas, line)
}

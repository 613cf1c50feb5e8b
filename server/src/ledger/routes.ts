import { reissueCertificate, withdrawCertificate } from '@xueshi/contract/certificates/register'
import {
  addExemptionFile,
  applyRuleSet,
  certifyYear,
  chooseYearSeries,
  copyRuleSet,
  countRuleSet,
  createExemption,
  deleteExemption,
  deleteRuleSet,
  editExemption,
  editRuleSet,
  exportEffects,
  grantExemption,
  listEffects,
  listExemptionReviews,
  listExemptions,
  listPersonResults,
  listPersonYears,
  listRecentYears,
  listRuleSets,
  listYearResults,
  listYears,
  passExemption,
  printYear,
  publishRuleSet,
  readExemption,
  readPersonYear,
  readRules,
  readRuleSet,
  readYear,
  recallRuleSet,
  refuseExemption,
  removeExemptionFile,
  returnExemption,
  revokeExemption,
  sheetOfYear,
  submitExemption,
  withdrawExemption,
} from '@xueshi/contract/ledger'
import { beginCertification, countMetYears } from '@xueshi/contract/ledger/certification'
import {
  listCertifications,
  listCertified,
  readCertification,
  undoCertification,
} from '@xueshi/contract/ledger/certification-runs'
import { printReviewPack, readReviewPack } from '@xueshi/contract/ledger/packs'
import * as certificates from '../certificates/service.ts'
import type { Actor } from '../platform/actor.ts'
import { serve, type Serving } from '../platform/http.ts'
import * as tasks from '../tasks/service.ts'
import * as certification from './certification/service.ts'
import * as runs from './certification-runs/service.ts'
import * as undoing from './certification-undo/service.ts'
import * as files from './exemption-files/service.ts'
import * as review from './exemption-review/service.ts'
import * as exemptions from './exemptions/service.ts'
import * as packs from './packs/service.ts'
import * as publishing from './rule-publishing/service.ts'
import * as editor from './rule-set-editor/service.ts'
import * as reissues from './reissues/service.ts'
import * as ruleSets from './rule-sets/service.ts'
import * as ledger from './service.ts'
import * as views from './year-views/service.ts'

export function serveLedger(serving: Serving): void {
  serve(serving, readRules, ({ actor, params, query }) =>
    ruleSets.readRules(actor, Number(params.year), query),
  )
  serveRuleSets(serving)
  serveExemptions(serving)
  serve(serving, listYears, ({ actor, query }) => ledger.listYears(actor, query))
  serve(serving, readReviewPack, ({ actor }) => packs.read(actor))
  serve(serving, printReviewPack, ({ actor }) => packs.printed(actor))
  serve(serving, listRecentYears, ({ actor }) => views.recentYears(actor))
  serve(serving, readYear, ({ actor, params }) => views.readYear(actor, Number(params.year)))
  serve(serving, listYearResults, ({ actor, params }) =>
    views.yearResults(actor, Number(params.year)),
  )
  serve(serving, listPersonYears, ({ actor, params }) => views.personYears(actor, params.id))
  serve(serving, readPersonYear, ({ actor, params: { id, year } }) =>
    views.personYear(actor, { id, year: Number(year) }),
  )
  serve(serving, listPersonResults, ({ actor, params: { id, year } }) =>
    views.personResults(actor, { id, year: Number(year) }),
  )
  serve(serving, printYear, ({ actor, params }) => views.printYear(actor, Number(params.year)))
  serve(serving, sheetOfYear, ({ actor, params }) => views.sheetOfYear(actor, Number(params.year)))
  serve(
    serving,
    certifyYear,
    ({ actor, params }) => ledger.certify(actor, params.id),
    ({ actor }, id) => ledger.readRow(actor, id),
  )
  serve(serving, chooseYearSeries, ({ actor, params, body }) =>
    ledger.chooseSeries(actor, params.id, body.series),
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
  serveCertification(serving)
}

/** 年度认证 of a region. */
function serveCertification(serving: Serving): void {
  const begun = ({ actor }: { actor: Actor }, id: string) => tasks.read(actor, id)
  serve(serving, countMetYears, ({ actor, query }) => certification.countWaiting(actor, query))
  serve(serving, beginCertification, ({ actor, body }) => certification.begin(actor, body), begun)
  serve(serving, listCertifications, ({ actor, query }) => runs.list(actor, query))
  serve(serving, readCertification, ({ actor, params }) => runs.read(actor, params.id))
  serve(serving, listCertified, ({ actor, params, query }) =>
    runs.listPeople(actor, params.id, query),
  )
  serve(
    serving,
    undoCertification,
    ({ actor, params, body }) => undoing.begin(actor, { ...params, ...body }),
    begun,
  )
}

function serveRuleSets(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => editor.read(actor, id)
  const taskAgain = ({ actor }: { actor: Actor }, id: string) => tasks.read(actor, id)
  serve(serving, listRuleSets, ({ actor, query }) => editor.list(actor, query))
  serve(serving, readRuleSet, ({ actor, params }) => editor.read(actor, params.id))
  serve(serving, copyRuleSet, ({ actor, params }) => editor.copy(actor, params.id), again)
  serve(
    serving,
    editRuleSet,
    ({ actor, params, body }) => editor.edit(actor, params.id, body),
    again,
  )
  serve(serving, deleteRuleSet, ({ actor, params }) => editor.remove(actor, params.id))
  serve(
    serving,
    countRuleSet,
    ({ actor, params, body }) => publishing.beginCount(actor, params.id, body.version),
    taskAgain,
  )
  serve(
    serving,
    applyRuleSet,
    ({ actor, params }) => publishing.beginApply(actor, params.id),
    taskAgain,
  )
  serve(
    serving,
    publishRuleSet,
    ({ actor, params, body }) => publishing.publish(actor, params.id, body),
    again,
  )
  serve(
    serving,
    recallRuleSet,
    ({ actor, params, body }) => editor.recall(actor, params.id, body.version),
    again,
  )
  serve(serving, listEffects, ({ actor, params, query }) =>
    publishing.listEffectsOf(actor, params.id, query),
  )
  serve(
    serving,
    exportEffects,
    ({ actor, params }) => publishing.beginExport(actor, params.id),
    taskAgain,
  )
}

function serveExemptions(serving: Serving): void {
  const again = ({ actor }: { actor: Actor }, id: string) => exemptions.read(actor, id)
  serve(serving, listExemptions, ({ actor, query }) => exemptions.list(actor, query))
  serve(serving, createExemption, ({ actor, body }) => exemptions.create(actor, body), again)
  serve(serving, readExemption, ({ actor, params }) => exemptions.read(actor, params.id))
  serve(
    serving,
    editExemption,
    ({ actor, params, body }) => exemptions.edit(actor, params.id, body),
    again,
  )
  serve(serving, deleteExemption, ({ actor, params }) => exemptions.remove(actor, params.id))
  serve(
    serving,
    submitExemption,
    ({ actor, params, body }) => exemptions.submit(actor, params.id, body.version),
    again,
  )
  serve(
    serving,
    withdrawExemption,
    ({ actor, params, body }) => exemptions.withdraw(actor, params.id, body.version),
    again,
  )
  serve(
    serving,
    addExemptionFile,
    ({ actor, params, body }) => files.add(actor, params.id, body),
    ({ actor }, id) => files.presentUpload(actor, id),
  )
  serve(serving, removeExemptionFile, ({ actor, params }) =>
    files.remove(actor, params.id, params.fileId),
  )
  serve(serving, listExemptionReviews, ({ actor, query }) => review.list(actor, query))
  serve(
    serving,
    passExemption,
    ({ actor, params, body }) => review.pass(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    returnExemption,
    ({ actor, params, body }) => review.giveBack(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    refuseExemption,
    ({ actor, params, body }) => review.refuse(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    grantExemption,
    ({ actor, params, body }) => review.grant(actor, { ...params, ...body }),
    again,
  )
  serve(
    serving,
    revokeExemption,
    ({ actor, params, body }) => review.revoke(actor, { ...params, ...body }),
    again,
  )
}

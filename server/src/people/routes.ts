import * as law from '@xueshi/contract/people'
import * as deskLaw from '@xueshi/contract/people/desk'
import * as employmentLaw from '@xueshi/contract/people/employments'
import { findHelped, issueHelpCode } from '@xueshi/contract/people/help-desk'
import * as lookupLaw from '@xueshi/contract/people/lookup'
import * as photoLaw from '@xueshi/contract/people/photos'
import * as transferLaw from '@xueshi/contract/people/transfers'
import { serve, type Serving } from '../platform/http.ts'
import * as tasks from '../tasks/service.ts'
import * as departments from './departments/service.ts'
import * as desk from './desk/service.ts'
import * as employments from './employments/service.ts'
import * as partTime from './part-time/service.ts'
import * as exports from './exports/service.ts'
import * as helpDesk from './help-desk/service.ts'
import * as imports from './imports/service.ts'
import * as lookup from './lookup/service.ts'
import * as photos from './photos/service.ts'
import * as people from './service.ts'
import * as transfers from './transfers/service.ts'

const done = { done: true } as const

export function servePeople(serving: Serving): void {
  serveProfiles(serving)
  serveEmployments(serving)
  serveTransfers(serving)
  serveDesk(serving)
  serveDepartments(serving)
  serve(serving, lookupLaw.findPeople, ({ actor, query }) => lookup.find(actor, query))
  serve(serving, lookupLaw.readPerson, ({ actor, params }) => lookup.read(actor, params.id))
  serve(
    serving,
    lookupLaw.revealNumber,
    ({ actor, params, body }) => lookup.revealNumber(actor, { ...params, ...body }),
    // A repeated request was on record already, and is once more.
    ({ actor, params, body }) => lookup.revealNumber(actor, { ...params, ...body }),
  )
}

function serveProfiles(serving: Serving): void {
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
  serve(
    serving,
    photoLaw.addPhoto,
    ({ actor, body }) => photos.add(actor, body),
    ({ actor }, id) => photos.presentUpload(actor, id),
  )
  serve(serving, photoLaw.readPhoto, ({ actor, params }) => photos.readOwn(actor, params.id))
}

function serveEmployments(serving: Serving): void {
  serve(serving, employmentLaw.listEmployments, ({ actor }) => people.listEmployments(actor))
  serve(
    serving,
    employmentLaw.applyToUnit,
    ({ actor, body }) => people.applyToUnit(actor, body),
    ({ actor, body }) => people.applied(actor, body.unitId),
  )
  serve(
    serving,
    employmentLaw.withdrawEmployment,
    ({ actor, params, body }) => employments.withdraw(actor, { ...params, ...body }),
    ({ actor }, id) => employments.read(actor, id),
  )
  serve(
    serving,
    employmentLaw.endEmployment,
    ({ actor, params, body }) => employments.leave(actor, { ...params, ...body }),
    ({ actor }, id) => employments.read(actor, id),
  )
  serve(serving, employmentLaw.listApplications, ({ actor, query }) =>
    partTime.listWaiting(actor, query),
  )
  serve(
    serving,
    employmentLaw.confirmApplication,
    ({ actor, params, body }) => partTime.confirm(actor, { ...params, ...body }),
    async ({ actor }, id) => partTime.brief(await employments.read(actor, id)),
  )
  serve(
    serving,
    employmentLaw.refuseApplication,
    ({ actor, params, body }) => partTime.refuse(actor, { ...params, ...body }),
    async ({ actor }, id) => partTime.brief(await employments.read(actor, id)),
  )
}

function serveTransfers(serving: Serving): void {
  serve(serving, transferLaw.listTransfers, ({ actor, query }) => transfers.list(actor, query))
  serve(serving, transferLaw.readTransfer, ({ actor, params }) => transfers.read(actor, params.id))
  serve(
    serving,
    transferLaw.releaseTransfer,
    ({ actor, params, body }) => transfers.release(actor, { ...params, ...body }),
    ({ actor }, id) => transfers.read(actor, id),
  )
  serve(
    serving,
    transferLaw.objectToTransfer,
    ({ actor, params, body }) => transfers.object(actor, { ...params, ...body }),
    ({ actor }, id) => transfers.read(actor, id),
  )
  serve(
    serving,
    transferLaw.overruleTransfer,
    ({ actor, params, body }) => transfers.overrule(actor, { ...params, ...body }),
    ({ actor }, id) => transfers.read(actor, id),
  )
  serve(
    serving,
    transferLaw.upholdTransfer,
    ({ actor, params, body }) => transfers.uphold(actor, { ...params, ...body }),
    ({ actor }, id) => transfers.read(actor, id),
  )
}

function serveDesk(serving: Serving): void {
  serve(serving, deskLaw.listPeople, ({ actor, query }) => desk.list(actor, query))
  serve(
    serving,
    deskLaw.endEmployments,
    async ({ actor, body }) => {
      await desk.endAll(actor, body)
      return done
    },
    async () => done,
  )
  serve(
    serving,
    deskLaw.assignDepartment,
    async ({ actor, body }) => {
      await desk.assign(actor, body)
      return done
    },
    async () => done,
  )
  serve(serving, deskLaw.readPeopleTemplate, ({ actor }) => imports.template(actor))
  serve(
    serving,
    deskLaw.importPeople,
    ({ actor, body }) => imports.begin(actor, body),
    ({ actor }, id) => tasks.read(actor, id),
  )
  serve(
    serving,
    deskLaw.exportPeople,
    ({ actor, body }) => exports.begin(actor, body),
    ({ actor }, id) => tasks.read(actor, id),
  )
}

function serveDepartments(serving: Serving): void {
  serve(serving, deskLaw.listDepartments, async ({ actor }) => ({
    items: await departments.list(actor),
  }))
  serve(
    serving,
    deskLaw.addDepartment,
    ({ actor, body }) => departments.add(actor, body.name),
    ({ actor }, id) => departments.read(actor, id),
  )
  serve(
    serving,
    deskLaw.renameDepartment,
    ({ actor, params, body }) => departments.rename(actor, { ...params, ...body }),
    ({ actor }, id) => departments.read(actor, id),
  )
  serve(
    serving,
    deskLaw.removeDepartment,
    async ({ actor, params, body }) => {
      await departments.remove(actor, { ...params, ...body })
      return done
    },
    async () => done,
  )
}

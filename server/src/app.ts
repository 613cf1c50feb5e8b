import { evidenceLimit } from '@xueshi/contract/declarations'
import type { Endpoint } from '@xueshi/contract/endpoint'
import { legacyInputLimit } from '@xueshi/contract/legacy'
import type { Locker } from '@tus/server'
import type { FastifyInstance } from 'fastify'
import { accountTasks } from './accounts/jobs.ts'
import { codeSchedule, codeTasks } from './accounts/proofs/jobs.ts'
import { serveAccounts } from './accounts/routes.ts'
import { administrationTasks } from './administration/jobs.ts'
import { serveAdministration } from './administration/routes.ts'
import { certificateSchedule, certificateTasks, certificateWorks } from './certificates/jobs.ts'
import { serveCertificates } from './certificates/routes.ts'
import { plainPage, sealFiles, sealReceiver } from './certificates/service.ts'
import { serveCorrections } from './corrections/routes.ts'
import * as corrections from './corrections/service.ts'
import { batchWorks } from './declarations/batch-runs/jobs.ts'
import { serveBatches } from './declarations/batches/routes.ts'
import { declarationSchedule, declarationTasks } from './declarations/jobs.ts'
import { serveDeclarations } from './declarations/routes.ts'
import * as declarations from './declarations/service.ts'
import { insightSchedule, insightTasks } from './insight/jobs.ts'
import { serveInsight } from './insight/routes.ts'
import { caseFiles, caseReceiver } from './integrity/evidence/service.ts'
import { integritySchedule, integrityTasks } from './integrity/jobs.ts'
import { serveIntegrity } from './integrity/routes.ts'
import { ledgerSchedule, ledgerTasks, ledgerWorks } from './ledger/jobs.ts'
import { serveLedger } from './ledger/routes.ts'
import { exemptionFiles, exemptionReceiver } from './ledger/service.ts'
import { legacySchedule, legacyTasks, legacyWorks } from './legacy/jobs.ts'
import { serveLegacy } from './legacy/routes.ts'
import { messageSchedule, messageTasks } from './messages/jobs.ts'
import { orgSchedule, orgTasks } from './orgs/jobs.ts'
import { serveInterfaces } from './orgs/interfaces/routes.ts'
import { serveKeys } from './orgs/keys/routes.ts'
import { serveOrgs } from './orgs/routes.ts'
import { serveAccreditations } from './orgs/accreditations/routes.ts'
import { serveOffices } from './orgs/offices/routes.ts'
import { serveHolding } from './orgs/holding/routes.ts'
import { serveSubUnits } from './orgs/sub-units/routes.ts'
import * as orgs from './orgs/service.ts'
import { licenceFiles, licenceReceiver } from './orgs/licences/service.ts'
import { paperFiles, paperReceiver } from './orgs/papers/service.ts'
import { serveMessages } from './messages/routes.ts'
import { peopleSchedule, peopleTasks, peopleWorks } from './people/jobs.ts'
import { servePeople } from './people/routes.ts'
import { photoFiles, photoReceiver } from './people/service.ts'
import type { Serving } from './platform/http.ts'
import type { Schedule, Tasks } from './platform/jobs.ts'
import { serveFiles } from './platform/file-view.ts'
import { serveOpenApi } from './platform/openapi.ts'
import type { Platform } from './platform/platform.ts'
import { cookiesFor, createServer } from './platform/server.ts'
import type { PlainPages } from './platform/static.ts'
import { serveUploads, uploadTasks } from './platform/uploads.ts'
import { attendanceWorks } from './training/attendance-sheets/jobs.ts'
import { serveAttendanceScans } from './training/attendance-scans/routes.ts'
import { scanFiles, scanReceiver } from './training/attendance-scans/service.ts'
import { serveAttendanceSheets } from './training/attendance-sheets/routes.ts'
import { courseWorks } from './training/course-sheets/jobs.ts'
import { serveCourseSheets } from './training/course-sheets/routes.ts'
import { serveCourses } from './training/courses/routes.ts'
import { completionSchedule, completionTasks } from './training/completion-records/jobs.ts'
import { serveCompletions } from './training/completions/routes.ts'
import { serveTopics } from './training/topics/routes.ts'
import { taskJobs, taskRunner, taskSchedule } from './tasks/jobs.ts'
import { serveTasks } from './tasks/routes.ts'
import { type Actors, inputReceiver, taskFiles, type Works } from './tasks/service.ts'
import { serveClassPapers } from './training/class-papers/routes.ts'
import { serveClasses } from './training/classes/routes.ts'
import { serveTrainees } from './training/confirming/routes.ts'
import { serveEnrolments } from './training/enrolments/routes.ts'
import { trainingSchedule, trainingTasks } from './training/jobs.ts'

export type App = { server: FastifyInstance; served: readonly Endpoint[] }

/** Who long work is done for: made in orgs, which lies above it. */
export const actors: Actors = { anew: orgs.actorAnew, system: orgs.systemActor }
/** What pages say to browsers that run no script. */
export const plainPages =
  (platform: Platform): PlainPages =>
  (asked) =>
    plainPage(platform, asked)
/** The long work of the domains, by kind. */
const works: Works = {
  ...ledgerWorks,
  ...courseWorks,
  ...attendanceWorks,
  ...peopleWorks,
  ...certificateWorks,
  ...batchWorks,
  ...legacyWorks,
}

/** The work that the domains ask for by name, and what of it comes round by the clock. */
export const tasks: Tasks = {
  ...taskJobs(actors),
  ...accountTasks,
  ...codeTasks,
  ...messageTasks,
  ...uploadTasks,
  ...orgTasks,
  ...peopleTasks,
  ...certificateTasks,
  ...completionTasks,
  ...trainingTasks,
  ...ledgerTasks,
  ...declarationTasks,
  ...integrityTasks,
  ...legacyTasks,
  ...administrationTasks,
  ...insightTasks,
}
export const schedule: Schedule = [
  ...taskSchedule,
  ...codeSchedule,
  ...messageSchedule,
  ...orgSchedule,
  ...completionSchedule,
  ...ledgerSchedule,
  ...peopleSchedule,
  ...declarationSchedule,
  ...integritySchedule,
  ...legacySchedule,
  ...certificateSchedule,
  ...trainingSchedule,
  ...insightSchedule,
]
export const longTasks: Tasks = taskRunner(works, actors)

/**
 * The house with its domains, listed by hand: the server's table of contents. Low to high.
 * `around` adds what is served beside them: pages, health.
 */
export async function createApp(
  platform: Platform,
  options: {
    checksReplies?: boolean
    /** Other locks than the house's own: for tests that show what those are for. */
    uploadLocks?: Locker
    around?: (server: FastifyInstance) => Promise<void>
  } = {},
): Promise<App> {
  const server = await createServer(platform)
  const served: Endpoint[] = []
  const serving: Serving = {
    app: server,
    resolveActor: (asked) => orgs.resolveActor(platform, asked),
    resolveKey: (asked) => orgs.resolveKey(platform, asked),
    cookies: cookiesFor(platform.config.publicUrl),
    served,
    checksReplies: options.checksReplies ?? false,
  }
  serveMessages(serving)
  serveTasks(serving)
  serveAccounts(serving)
  serveOrgs(serving)
  serveKeys(serving)
  serveInterfaces(serving)
  serveHolding(serving)
  serveSubUnits(serving)
  serveAccreditations(serving)
  serveOffices(serving)
  servePeople(serving)
  serveCertificates(serving)
  serveLedger(serving)
  serveCourseSheets(serving)
  serveAttendanceSheets(serving)
  serveAttendanceScans(serving)
  serveClassPapers(serving)
  serveCourses(serving)
  serveTopics(serving)
  serveCompletions(serving)
  serveClasses(serving)
  serveEnrolments(serving)
  serveTrainees(serving)
  serveDeclarations(serving)
  serveBatches(serving)
  serveIntegrity(serving)
  serveCorrections(serving)
  serveLegacy(serving)
  serveAdministration(serving)
  serveInsight(serving)
  const receivers = {
    taskInput: inputReceiver,
    licence: licenceReceiver,
    paper: paperReceiver,
    exemption: exemptionReceiver,
    photo: photoReceiver,
    seal: sealReceiver,
    evidence: declarations.receiver,
    batch: declarations.batchReceiver,
    case: caseReceiver,
    correction: corrections.receiver,
    attendanceScan: scanReceiver,
  }
  serveUploads(serving, platform, receivers, {
    // The longest that any of them opens a place for; each place has a length of its own.
    maximumBytes: Math.max(evidenceLimit.bytes, legacyInputLimit.bytes),
    locks: options.uploadLocks,
  })
  const files = {
    ...taskFiles,
    ...licenceFiles,
    ...paperFiles,
    ...exemptionFiles,
    ...photoFiles,
    ...sealFiles,
    ...declarations.evidenceFiles,
    ...declarations.batchFiles,
    ...caseFiles,
    ...scanFiles,
    ...corrections.viewedFiles,
  }
  serveFiles(serving, files)
  serveOpenApi(server, served)
  await options.around?.(server)
  await server.ready()
  return { server, served }
}

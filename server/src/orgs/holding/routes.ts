import * as changeLaw from '@xueshi/contract/orgs/changes'
import * as paperLaw from '@xueshi/contract/orgs/papers'
import * as law from '@xueshi/contract/orgs/registry'
import { serve, type Serving } from '../../platform/http.ts'
import * as changes from '../changes/service.ts'
import * as papers from '../papers/service.ts'
import * as registry from '../registry/service.ts'
import * as reviews from '../reviews/service.ts'
import * as holding from './service.ts'

/** Units in force, as the office that answers for them sees and changes them. */
export function serveHolding(serving: Serving): void {
  serve(serving, law.listManagedUnits, ({ actor, query }) => registry.list(actor, query))
  serve(
    serving,
    law.correctUnit,
    ({ actor, params, body }) => holding.correct(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    law.suspendUnit,
    ({ actor, params, body }) => holding.suspend(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    law.liftUnit,
    ({ actor, params, body }) => holding.lift(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    law.absorbUnit,
    ({ actor, params, body }) => holding.absorb(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    law.closeUnit,
    ({ actor, params, body }) => holding.close(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    law.handOverUnit,
    ({ actor, params, body }) => holding.handOver(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    law.grantHosting,
    ({ actor, params, body }) => holding.grantHosting(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  serve(
    serving,
    law.withdrawHosting,
    ({ actor, params, body }) => holding.withdrawHosting(actor, { ...params, ...body }),
    ({ actor }, id) => reviews.read(actor, id),
  )
  servePapers(serving)
  serveChanges(serving)
}

function servePapers(serving: Serving): void {
  serve(serving, paperLaw.listPapers, ({ actor, query }) => papers.listOwn(actor, query.purpose))
  serve(serving, paperLaw.listLetters, ({ actor, params }) => papers.listLetters(actor, params.id))
  serve(serving, paperLaw.removePaper, ({ actor, params }) => papers.remove(actor, params.id))
  serve(
    serving,
    paperLaw.addPaper,
    ({ actor, body }) => papers.addOwn(actor, body),
    ({ actor }, id) => papers.presentPlace(actor, id),
  )
  serve(
    serving,
    paperLaw.addLetter,
    ({ actor, params, body }) => papers.addLetter(actor, { ...params, ...body }),
    ({ actor }, id) => papers.presentPlace(actor, id),
  )
}

function serveChanges(serving: Serving): void {
  const own = ({ actor }: { actor: Parameters<typeof changes.readOwn>[0] }) =>
    changes.presentLast(actor)
  serve(serving, changeLaw.readOwnChange, ({ actor }) => changes.readOwn(actor))
  serve(serving, changeLaw.askChange, ({ actor, body }) => changes.ask(actor, body), own)
  serve(
    serving,
    changeLaw.withdrawChange,
    ({ actor, body }) => changes.withdraw(actor, body.version),
    own,
  )
  serve(serving, changeLaw.listChanges, ({ actor, query }) =>
    changes.listWaiting(actor, query.after),
  )
  serve(serving, changeLaw.readChange, ({ actor, params }) => changes.read(actor, params.id))
  serve(
    serving,
    changeLaw.approveChange,
    ({ actor, params, body }) => changes.approve(actor, { ...params, ...body }),
    ({ actor }, id) => changes.read(actor, id),
  )
  serve(
    serving,
    changeLaw.refuseChange,
    ({ actor, params, body }) => changes.refuse(actor, { ...params, ...body }),
    ({ actor }, id) => changes.read(actor, id),
  )
}

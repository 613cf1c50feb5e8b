import {
  printClassNotice,
  printOwnNotice,
  printRoster,
  printSignInSheet,
} from '@xueshi/contract/training/class-papers'
import { serve, type Serving } from '../../platform/http.ts'
import * as papers from './service.ts'

/** What of a class is printed. */
export function serveClassPapers(serving: Serving): void {
  serve(serving, printRoster, ({ actor, params }) => papers.roster(actor, params.id))
  serve(serving, printSignInSheet, ({ actor, params }) => papers.signInSheet(actor, params))
  serve(serving, printClassNotice, ({ actor, params }) => papers.notice(actor, params.id))
  serve(serving, printOwnNotice, ({ actor, params }) => papers.ownNotice(actor, params.id))
}

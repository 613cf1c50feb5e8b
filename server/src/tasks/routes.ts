import * as law from '@xueshi/contract/tasks'
import { serve, type Serving } from '../platform/http.ts'
import * as tasks from './service.ts'

export function serveTasks(serving: Serving): void {
  serve(serving, law.listTasks, ({ actor, query }) => tasks.list(actor, query))
  serve(serving, law.readTask, ({ actor, params }) => tasks.read(actor, params.id))
  serve(serving, law.listTaskIssues, ({ actor, params, query }) =>
    tasks.listIssues(actor, params.id, query),
  )
  serve(
    serving,
    law.cancelTask,
    ({ actor, params }) => tasks.cancel(actor, params.id),
    ({ actor }, id) => tasks.read(actor, id),
  )
  serve(
    serving,
    law.retryTask,
    ({ actor, params, body }) => tasks.retry(actor, { ...params, ...body }),
    ({ actor }, id) => tasks.read(actor, id),
  )
  serve(serving, law.readTaskResult, ({ actor, params }) => tasks.readResult(actor, params.id))
  serve(
    serving,
    law.openTaskInput,
    ({ actor, body }) => tasks.openInput(actor, body),
    ({ actor }, id) => tasks.presentInput(actor, id),
  )
  serve(serving, law.watchTasks, ({ actor, query }) => tasks.watch(actor, query))
}

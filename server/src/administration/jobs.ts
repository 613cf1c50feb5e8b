import * as z from 'zod/mini'
import type { Tasks } from '../platform/jobs.ts'
import { runCheck } from './audit/service.ts'

const Check = z.object({ id: z.uuid() })

export const administrationTasks: Tasks = {
  'administration.checkAudit': async (payload, { platform }) =>
    runCheck(platform, Check.parse(payload).id),
}

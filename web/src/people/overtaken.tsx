import { type Profile, profileStates } from '@xueshi/contract/people'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { Button } from '../ui/button.tsx'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { formatInstant } from '../ui/time.ts'

/** What is told of the profile as it stands now. */
const Current = z.object({
  state: z.enum(profileStates),
  name: z.string(),
  decidedBy: z.nullable(z.string()),
  decidedAt: z.nullable(z.string()),
  returnReason: z.nullable(z.string()),
  submittedAt: z.nullable(z.string()),
})
type Current = z.infer<typeof Current>

const decidedText: Partial<Record<Profile['state'], string>> = {
  confirmed: '确认',
  superseded: '确认',
  returned: '退回',
}

/** Whether a refusal says that the profile is no longer as the drawer shows it. */
export const isOvertaken = ({ code }: CallError) =>
  code === 'STALE' || code === 'WRONG_STATE' || code === 'NOT_FOUND'

/** Somebody was quicker: a colleague who decided, or the person who wrote anew. Nothing of one's own was done. */
export function Overtaken({ error, reload }: { error: CallError; reload: () => void }) {
  return (
    <Notice
      tone="warn"
      live
      title="您的操作没有执行"
      actions={
        error.code !== 'NOT_FOUND' && (
          <Button icon="refresh" onClick={reload}>
            查看最新内容
          </Button>
        )
      }
    >
      {told(error)}
    </Notice>
  )
}

function told({ code, current }: CallError): string {
  // What the person takes back is theirs alone again: the unit's scope has it no more.
  if (code === 'NOT_FOUND') return '对方已撤回这份信息，或者改选了其他单位，无需再办理。'
  const read = z.safeParse(Current, current)
  return (read.success && happened(read.data)) || errorText(code)
}

function happened(now: Current): string | null {
  const { state, name, decidedBy, decidedAt, returnReason, submittedAt } = now
  if (state === 'submitted' && submittedAt !== null)
    return `${name} 已于 ${formatInstant(submittedAt)} 修改并重新提交，请核对最新内容后再办理。`
  const decided = decidedText[state]
  if (decided === undefined || decidedBy === null || decidedAt === null) return null
  const reason = returnReason === null ? '' : `，原因：${returnReason}`
  return `${decidedBy} 已于 ${formatInstant(decidedAt)} ${decided}${reason}。`
}

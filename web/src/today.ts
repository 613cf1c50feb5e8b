import { todayIn } from '@xueshi/contract/year'
import { useState } from 'react'
import { useSession } from './session.ts'

/** Today in Asia/Shanghai by the server's clock; by the browser's until the session is read. */
export function useToday(): string {
  const [own] = useState(() => todayIn(Date.now()))
  return useSession()?.site.today ?? own
}

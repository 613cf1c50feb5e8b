import { DeclarationForm } from '@xueshi/contract/declarations'
import * as z from 'zod/mini'
import { useSession } from '../session.ts'

const Kept = z.object({
  version: z.nullable(z.int()),
  over: z.nullable(DeclarationForm),
  values: z.record(z.string(), z.unknown()),
})
/** What was typed and not saved, and the version and the form of the record that it was typed over. */
export type Kept = z.infer<typeof Kept>

export interface Keeper {
  read: () => Kept | null
  write: (kept: Kept) => void
  clear: () => void
}

/**
 * Keeps what is typed into the form of a record for this tab, so that a reload loses nothing. The
 * account is in the key: the next person at the same screen finds nothing of it.
 */
export function useKeeper(record: string): Keeper {
  const account = useSession()?.account?.id ?? ''
  const key = `xueshi.declaration.${account}.${record}`
  return {
    read: () => {
      try {
        const read = z.safeParse(Kept, JSON.parse(sessionStorage.getItem(key) ?? 'null'))
        return read.success ? read.data : null
      } catch {
        return null
      }
    },
    write: (kept) => sessionStorage.setItem(key, JSON.stringify(kept)),
    clear: () => sessionStorage.removeItem(key),
  }
}

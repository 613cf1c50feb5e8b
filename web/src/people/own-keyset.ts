import { useState } from 'react'
import type { Keyset } from '../ui/pager.tsx'

/** The place in a list that shares its page with another one, and so is not the address's. */
export function useOwnKeyset(): Keyset {
  const [trail, setTrail] = useState<readonly string[]>([''])
  return {
    after: trail.at(-1) || undefined,
    page: trail.length,
    next: (cursor) => setTrail([...trail, cursor]),
    previous: () => setTrail(trail.slice(0, -1)),
  }
}

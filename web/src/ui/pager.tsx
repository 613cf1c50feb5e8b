import { useState } from 'react'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useSearchText } from '../url.ts'
import { Button } from './button.tsx'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The cursors of the pages before this one; '' is the first page's. */
    trail?: readonly string[]
  }
}

export interface Keyset {
  /** The cursor for the query; undefined on the first page. */
  after: string | undefined
  /** 1 on the first page; null where the URL was opened in the middle of the list. */
  page: number | null
  next: (cursor: string) => void
  previous: () => void
}

/**
 * The place in a keyset list. The cursor stands in the URL as `after`; those of the pages before it
 * stand in the history entry, so that 上一页 and the browser's back button both know the way.
 */
export function useKeyset(): Keyset {
  const { after } = useSearchText()
  const trail = useLocation({ select: ({ state }) => state.trail }) ?? []
  const navigate = useNavigate()
  const go = (cursor: string | undefined, passed: readonly string[]) =>
    void navigate({
      to: '.',
      search: (former: object) => ({ ...former, after: cursor }),
      state: { trail: passed },
    })
  return {
    after,
    page: after && trail.length === 0 ? null : trail.length + 1,
    next: (cursor) => go(cursor, [...trail, after ?? '']),
    previous: () => go(trail[trail.length - 1], trail.slice(0, -1)),
  }
}

/** 上一页 and 下一页 of a keyset list; nothing where the first page is all there is. */
export function Pager({ keyset, next }: { keyset: Keyset; next: string | null | undefined }) {
  if (!keyset.after && !next) return null
  return (
    <nav className="pager" aria-label="翻页">
      {keyset.page && <span className="pager-page">{`第 ${keyset.page} 页`}</span>}
      <Button icon="left" unavailable={!keyset.after && '已经是第一页'} onClick={keyset.previous}>
        上一页
      </Button>
      <Button unavailable={!next && '已经是最后一页'} onClick={() => next && keyset.next(next)}>
        下一页
      </Button>
    </nav>
  )
}

/** The place in a list that has no address of its own: one of several on a page. */
export function useOwnKeyset(): Keyset {
  const [trail, setTrail] = useState<readonly string[]>([''])
  return {
    after: trail.at(-1) || undefined,
    page: trail.length,
    next: (cursor) => setTrail([...trail, cursor]),
    previous: () => setTrail(trail.slice(0, -1)),
  }
}

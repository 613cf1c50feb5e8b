import { lazy, Suspense } from 'react'
import { useSession } from '../session.ts'
import { Link } from '../ui/link.tsx'
import { isOpen, type Entry, type Portal } from './portal.ts'

// Inside the portals alone: no part of the first load.
const UnreadBadge = lazy(() => import('../messages/unread-badge.tsx'))

/** The menu of a portal, from its table: a column at the side, or a line in the header. */
export function SideMenu({
  portal,
  path,
  layout,
  picked,
}: {
  portal: Portal
  path: string
  layout: 'side' | 'top'
  picked?: () => void
}) {
  const signedIn = Boolean(useSession()?.account)
  return (
    <nav className={`menu-${layout}`} aria-label={layout === 'top' ? '主菜单' : portal.name}>
      {groupsOf(portal, signedIn).map(({ title, entries }) => (
        <div key={title || entries[0]?.path} className="menu-group">
          {title && <p className="menu-heading">{title}</p>}
          <ul>
            {entries.map((entry) => (
              <li key={entry.path}>
                <Link
                  to={entry.path}
                  aria-current={isOpen(portal, entry, path) ? 'page' : undefined}
                  {...(picked ? { onClick: picked } : {})}
                >
                  {entry.text}
                  {entry.unread && portal.kind !== 'public' && (
                    <Suspense fallback={null}>
                      <UnreadBadge kind={portal.kind} path={path} />
                    </Suspense>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** Neighbours of one group under its heading, in the order of the table. */
function groupsOf(portal: Portal, signedIn: boolean): { title: string; entries: Entry[] }[] {
  const groups: { title: string; entries: Entry[] }[] = []
  for (const entry of portal.entries) {
    if (!entry.text || (entry.visitors && signedIn)) continue
    const title = entry.group ?? ''
    const last = groups[groups.length - 1]
    if (last?.title === title) last.entries.push(entry)
    else groups.push({ title, entries: [entry] })
  }
  return groups
}

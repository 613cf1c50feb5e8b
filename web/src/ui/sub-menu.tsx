import { Link } from './link.tsx'

export interface SubMenuEntry<Id extends string> {
  id: Id
  text: string
  to: string
}

/** Pages that belong together under one entry of the menu, as links above their contents. */
export function SubMenu<Id extends string>({
  label,
  entries,
  current,
}: {
  label: string
  entries: readonly SubMenuEntry<Id>[]
  current: Id
}) {
  return (
    <nav className="sub-menu" aria-label={label}>
      {entries.map(({ id, text, to }) => (
        <Link key={id} to={to} className="tab" aria-current={id === current ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  )
}

import { useEffect, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'

const systemName = '广东省专业技术人员继续教育管理系统'

/** Sets the title of the window; an error summary puts 错误： before it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - ${systemName}`
  }, [title])
}

export interface PageProps {
  title: string
  /** One sentence below the title. */
  lead?: ReactNode
  /** The page above this one. */
  back?: { to: string; text: string }
  /** Buttons at the right of the title. */
  actions?: ReactNode
  /** `form`: a reading width for forms and texts. */
  width?: 'full' | 'form'
  children?: ReactNode
}

/** A page: its only h1, the window's title, a way back. */
export function Page({ title, lead, back, actions, width = 'full', children }: PageProps) {
  useTitle(title)
  return (
    <div className={`page page-${width}`}>
      {back && (
        <Link to={back.to} className="page-back">
          <Icon name="back" />
          {back.text}
        </Link>
      )}
      <div className={lead && actions ? 'page-head page-head-led' : 'page-head'}>
        <h1 tabIndex={-1}>{title}</h1>
        {actions && <div className="row">{actions}</div>}
      </div>
      {lead && <p className="page-lead">{lead}</p>}
      {children}
    </div>
  )
}

/** A surface with an optional h2. */
export function Card({
  title,
  actions,
  children,
}: {
  title?: string
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="card">
      {title && (
        <div className="card-head">
          <h2>{title}</h2>
          {actions && <div className="row">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  )
}

/** Things in a row that wraps: buttons above a table, a sentence beside a link. */
export function Row({ children, end }: { children: ReactNode; end?: boolean }) {
  return <div className={end ? 'row row-end' : 'row'}>{children}</div>
}

/** As many columns as fit; one on phones and in 大字版. */
export function Columns({ children, wide }: { children: ReactNode; wide?: boolean }) {
  return <div className={wide ? 'columns columns-wide' : 'columns'}>{children}</div>
}

import { paths } from '../paths.ts'
import { Link } from '../ui/link.tsx'
import './orgs.css'

const kinds = [
  { id: 'units', text: '单位注册', to: paths.unitReviews() },
  { id: 'changes', text: '变更申请', to: paths.unitChanges() },
] as const

/** The two queues of 单位审核, each a page of its own. */
export function ReviewTabs({ chosen }: { chosen: (typeof kinds)[number]['id'] }) {
  return (
    <nav className="review-tabs" aria-label="单位审核的事项">
      {kinds.map(({ id, text, to }) => (
        <Link
          key={id}
          to={to}
          className="review-tab"
          aria-current={id === chosen ? 'page' : undefined}
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}

import type { Paper } from '@xueshi/contract/orgs/papers'
import { LicenceView } from './licence-view.tsx'

/** The scans that belong to a record. */
export function PaperList({ papers }: { papers: readonly Paper[] }) {
  if (papers.length === 0) return <p>没有上传材料。</p>
  return papers.map((paper) => <LicenceView key={paper.id} licence={paper} />)
}

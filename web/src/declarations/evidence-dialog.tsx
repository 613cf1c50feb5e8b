import type { Evidence } from '@xueshi/contract/declarations'
import { Dialog } from '../ui/overlay.tsx'
import { FileView } from '../file-view.tsx'
import { freshEvidence, viewedOf } from './evidence-address.ts'

/** A closer look at one file of a record. */
export function EvidenceDialog({
  evidence,
  declarationId,
  viewed,
  view,
}: {
  evidence: readonly Evidence[]
  declarationId: string
  viewed: string | null
  view: (id: string | null) => void
}) {
  const file = evidence.find(({ id }) => id === viewed)
  return (
    <Dialog wide open={file !== undefined} close={() => view(null)} title={file?.name ?? '附件'}>
      {file && (
        <FileView key={file.id} file={viewedOf(file)} fresh={freshEvidence(declarationId)} />
      )}
    </Dialog>
  )
}

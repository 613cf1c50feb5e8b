import type { Evidence } from '@xueshi/contract/declarations'
import { Dialog } from '../ui/overlay.tsx'
import { FileView } from './file-view.tsx'

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
      {file && <FileView key={file.id} declarationId={declarationId} file={file} />}
    </Dialog>
  )
}

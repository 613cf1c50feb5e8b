import type { Declaration } from '@xueshi/contract/declarations'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'
import { EvidenceDialog } from './evidence-dialog.tsx'
import { fileTypeText, sizeText } from '../file-text.ts'

/** The files of a record, to be looked at. */
export function EvidenceList({ record }: { record: Declaration }) {
  const [viewed, setViewed] = useState<string | null>(null)
  const ready = record.evidence.filter(({ state }) => state === 'ready')
  if (ready.length === 0) return <p>没有附件。</p>
  return (
    <>
      <UploadList>
        {ready.map(({ id, name, type, sizeBytes }) => (
          <UploadRow
            key={id}
            name={name}
            detail={type ? `${fileTypeText(type)} · ${sizeText(sizeBytes)}` : sizeText(sizeBytes)}
            state="ready"
            actions={
              <Button
                look="quiet"
                icon="eye"
                onClick={() => setViewed(id)}
                aria-label={`查看附件 ${name}`}
              >
                查看
              </Button>
            }
          />
        ))}
      </UploadList>
      <EvidenceDialog
        evidence={record.evidence}
        declarationId={record.id}
        viewed={viewed}
        view={setViewed}
      />
    </>
  )
}

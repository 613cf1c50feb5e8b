import type { Declaration } from '@xueshi/contract/declarations'
import { useState } from 'react'
import { Card } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import './evidence.css'
import { FileView } from '../file-view.tsx'
import { freshEvidence, viewedOf } from './evidence-address.ts'

/** The evidence beside the facts: one file open, the others a press away. */
export function EvidencePanel({ record }: { record: Declaration }) {
  const files = record.evidence.filter(({ state }) => state === 'ready')
  const [chosen, choose] = useState(files[0]?.id ?? '')
  const file = files.find(({ id }) => id === chosen) ?? files[0]
  if (!file)
    return (
      <Card title="附件">
        <p>没有附件。</p>
      </Card>
    )
  const view = <FileView key={file.id} file={viewedOf(file)} fresh={freshEvidence(record.id)} />
  return (
    <div className="side-evidence">
      <Card title={`附件（${files.length}）`}>
        {files.length === 1 ? (
          <>
            <p className="viewer-name">{file.name}</p>
            {view}
          </>
        ) : (
          <Tabs
            label="附件"
            tabs={files.map(({ id, name }) => ({ id, text: name }))}
            chosen={file.id}
            choose={choose}
          >
            {view}
          </Tabs>
        )}
      </Card>
    </div>
  )
}

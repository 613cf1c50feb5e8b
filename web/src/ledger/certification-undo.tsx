import {
  type CertificationRunDetail,
  listCertifications,
  listCertified,
  readCertification,
  undoCertification,
} from '@xueshi/contract/ledger/certification-runs'
import { listTasks } from '@xueshi/contract/tasks'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { figure } from '../tasks/text.ts'
import { Button } from '../ui/button.tsx'
import { Row } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'

/** 撤销整次认证, with what it would come to said before. */
export function UndoRun({ run }: { run: CertificationRunDetail }) {
  const [asking, setAsking] = useState(false)
  const undo = useMove(undoCertification, {
    refresh: [readCertification, listCertifications, listCertified, listTasks],
  })
  if (!run.undoing || !run.open.includes('undo')) return null
  return (
    <Row>
      <Button
        look="danger"
        icon="ban"
        unavailable={run.undoing.uncertified === 0 && '这次签发的证书都已另行撤销或换发'}
        onClick={() => setAsking(true)}
      >
        撤销整次认证
      </Button>
      <ReasonDialog
        open={asking}
        close={() => setAsking(false)}
        title={`撤销 ${run.year} 年度的这次认证？`}
        warning={previewOf(run.undoing)}
        label="撤销原因"
        hint="当事人和验证这些证书的任何人都会看到，请不要写个人信息。"
        verb="撤销认证"
        danger
        decide={async (reason) => {
          const body = { version: run.version, reason }
          await undo.mutateAsync({ params: { id: run.id }, body })
          setAsking(false)
        }}
      />
    </Row>
  )
}

function previewOf({
  uncertified,
  verified,
  ended,
  own,
}: NonNullable<CertificationRunDetail['undoing']>) {
  const left = [
    ended > 0 ? `${figure(ended)} 份此后已撤销或换发` : '',
    own > 0 ? `${figure(own)} 份是您本人的，请由同事办理` : '',
  ].filter(Boolean)
  return [
    `${figure(uncertified)} 人的证书将被撤销，年度回到待认证，以后可以再次认证（换发新的证书号）；当事人会收到通知。`,
    verified > 0 ? `其中 ${figure(verified)} 份证书已有人验证过。` : '',
    left.length > 0 ? `不处理：${left.join('，')}。` : '',
  ]
    .filter(Boolean)
    .join('')
}

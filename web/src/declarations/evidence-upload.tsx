import {
  evidenceLimit,
  readDeclaration,
  removeEvidence,
  type Declaration,
  type Evidence,
} from '@xueshi/contract/declarations'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Confirm } from '../ui/overlay.tsx'
import { Card } from '../ui/page.tsx'
import { PickFile } from '../ui/pick-file.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'
import { toast } from '../ui/toast.tsx'
import { DropZone } from './drop-zone.tsx'
import { EvidenceDialog } from './evidence-dialog.tsx'
import { hashOf } from './file-hash.ts'
import { interruptedBy } from './file-rules.ts'
import { fileTypeText, sizeText } from '../file-text.ts'
import { dropUpload, retryUpload, takeFiles, useUploads, type Upload } from './uploads.ts'
import { useOrdering } from './evidence-order.ts'

/** 附件 of a record that may change: what is there, what is on its way, and where more goes in. */
export function EvidenceUpload({ record }: { record: Declaration }) {
  const uploads = useUploads().filter((upload) => upload.declarationId === record.id)
  const [viewed, setViewed] = useState<string | null>(null)
  const [removing, setRemoving] = useState<Evidence | null>(null)
  const held = record.evidence.filter(
    (file) => !uploads.some((upload) => upload.evidenceId === file.id),
  )
  const full = record.evidence.length >= evidenceLimit.files
  const ordering = useOrdering(record, held)
  return (
    <Card title="附件">
      <p>
        {`上传能证明这次学习的材料，如结业证书、成绩单、通知。支持 PDF、JPG、PNG、HEIC、OFD、Word，每个不超过 ${
          evidenceLimit.bytes / 1024 / 1024
        } MB，最多 ${evidenceLimit.files} 个。`}
      </p>
      <DropZone full={full} take={(files) => void takeFiles(record, files)} />
      {held.length + uploads.length > 0 && (
        <UploadList>
          {held.map((file, at) =>
            file.state === 'ready' ? (
              <ReadyRow
                key={file.id}
                file={file}
                view={() => setViewed(file.id)}
                up={ordering.up(at)}
                down={ordering.down(at)}
                remove={record.open.includes('edit') ? () => setRemoving(file) : undefined}
              />
            ) : (
              <InterruptedRow
                key={file.id}
                file={file}
                take={(files) => void takeFiles(record, files)}
                remove={() => setRemoving(file)}
              />
            ),
          )}
          {uploads.map((upload) => (
            <MovingRow key={upload.key} upload={upload} />
          ))}
        </UploadList>
      )}
      <EvidenceDialog
        evidence={record.evidence}
        declarationId={record.id}
        viewed={viewed}
        view={setViewed}
      />
      <RemoveEvidence record={record} file={removing} close={() => setRemoving(null)} />
    </Card>
  )
}

function ReadyRow({
  file,
  view,
  up,
  down,
  remove,
}: {
  file: Evidence
  view: () => void
  /** Absent at the ends of the list, and where the order stands. */
  up: (() => void) | undefined
  down: (() => void) | undefined
  /** Absent where nothing may be taken away. */
  remove: (() => void) | undefined
}) {
  const kind = file.type ? `${fileTypeText(file.type)} · ` : ''
  return (
    <UploadRow
      name={file.name}
      detail={`${kind}${sizeText(file.sizeBytes)} · 已上传`}
      state="ready"
      remove={remove}
      actions={
        <>
          {up && (
            <Button look="quiet" onClick={up} aria-label={`上移 ${file.name}`}>
              上移
            </Button>
          )}
          {down && (
            <Button look="quiet" onClick={down} aria-label={`下移 ${file.name}`}>
              下移
            </Button>
          )}
          <Button look="quiet" icon="eye" onClick={view} aria-label={`查看附件 ${file.name}`}>
            查看
          </Button>
        </>
      }
    />
  )
}

/** An upload that a reload or another window broke off: the same file, chosen again, goes on. */
function InterruptedRow({
  file,
  take,
  remove,
}: {
  file: Evidence
  take: (files: readonly File[]) => void
  remove: () => void
}) {
  const choose = async (same: File) => {
    const { name, size } = same
    const sha256 = size === file.sizeBytes ? await hashOf(same) : null
    if (interruptedBy({ name, size, sha256 }, [file])) take([same])
    else toast('这不是同一个文件。请选择原来的文件，或删除后重新上传。', 'warn')
  }
  return (
    <UploadRow
      name={file.name}
      detail={`${sizeText(file.sizeBytes)} · 上传中断，请重新选择同一个文件，会从断开处继续`}
      state="paused"
      remove={remove}
      actions={
        <PickFile
          text="继续上传"
          of={file.name}
          look="quiet"
          label={`重新选择 ${file.name}`}
          take={(same) => void choose(same)}
        />
      }
    />
  )
}

const movingText: Record<Upload['state'], string> = {
  waiting: '等待上传',
  uploading: '',
  paused: '网络中断，恢复后自动继续',
  failed: '',
}

function MovingRow({ upload }: { upload: Upload }) {
  const { key, name, sizeBytes, state, progress, fault, mayRetry } = upload
  const whole = state === 'uploading' && progress >= 1
  const words = fault ?? (whole ? '已传完，正在检查文件' : movingText[state])
  return (
    <UploadRow
      name={name}
      detail={words ? `${sizeText(sizeBytes)} · ${words}` : sizeText(sizeBytes)}
      state={state}
      progress={progress}
      retry={mayRetry && state !== 'uploading' ? () => retryUpload(key) : undefined}
      actions={
        <Button
          look="quiet"
          icon="close"
          onClick={() => void dropUpload(key)}
          aria-label={state === 'failed' ? `移除 ${name}` : `取消上传 ${name}`}
        >
          {state === 'failed' ? '移除' : '取消'}
        </Button>
      }
    />
  )
}

function RemoveEvidence({
  record,
  file,
  close,
}: {
  record: Declaration
  file: Evidence | null
  close: () => void
}) {
  const remove = useMove(removeEvidence, { refresh: [readDeclaration] })
  const confirm = async () => {
    if (!file) return
    try {
      await remove.mutateAsync({ params: { id: record.id, evidenceId: file.id } })
      toast('附件已删除')
    } catch (error) {
      toast(textOf(error), 'error')
    }
    close()
  }
  return (
    <Confirm
      open={file !== null}
      close={close}
      title="删除这个附件？"
      verb="删除"
      danger
      busy={remove.isPending}
      confirm={() => void confirm()}
    >
      <p>{file?.name}</p>
      <p>删除后不能恢复，需要时可以重新上传。</p>
    </Confirm>
  )
}

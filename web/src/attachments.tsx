import { useRef, useState } from 'react'
import { useAttachmentUploads } from './attachment-uploads.ts'
import type { Fresh } from './file-bytes.ts'
import { sizeText } from './file-text.ts'
import { FileView } from './file-view.tsx'
import { Button } from './ui/button.tsx'
import { textOf } from './ui/errors.ts'
import { Dialog } from './ui/overlay.tsx'
import { PickFile } from './ui/pick-file.tsx'
import { UploadList, UploadRow } from './ui/upload-list.tsx'

/** A file as a record's reply shows it. */
export interface Attachment {
  id: string
  name: string
  sizeBytes: number
  /** What else is said of it, such as who sent it when. */
  detail?: string
  /** Where it may be looked at for a few minutes; null until it is all here. */
  url: string | null
}

export interface AttachmentsProps {
  files: readonly Attachment[]
  /** Opens a place for one file: the endpoint that answers `{id, ticket, uploadUrl}`. */
  place: (file: { name: string; sizeBytes: number }) => Promise<{
    id: string
    ticket: string
    uploadUrl: string
  }>
  /** Reads the record anew, once a file has come or gone. */
  arrived: () => Promise<unknown>
  remove: (id: string) => Promise<unknown>
  /** What has come stays: only what is under way may be taken away. */
  keeps?: boolean
  /** An address of a file that holds from now on. */
  fresh: Fresh
  limit: { files: number; bytes: number }
  /** As the browser's dialog takes them: `.pdf,.jpg,.jpeg,.png`; `typesText` as people read them. */
  accept: string
  typesText: string
}

/** The files of a record that may still change: several at once, each with its bar, its fault and another try. */
export function Attachments(props: AttachmentsProps) {
  const { files, place, arrived, remove, keeps = false, fresh, limit, accept, typesText } = props
  const input = useRef<HTMLInputElement>(null)
  const [viewed, setViewed] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const megabytes = limit.bytes / 1024 / 1024
  const wrongType = `请上传 ${typesText} 文件。`
  const faultOf = (file: File) => {
    const ending = file.name.slice(file.name.lastIndexOf('.')).toLowerCase()
    if (!accept.split(',').includes(ending)) return wrongType
    if (file.size === 0) return '这是一个空文件，请重新选择。'
    return file.size > limit.bytes ? `文件超过 ${megabytes} MB，请压缩后再上传。` : null
  }
  const uploads = useAttachmentUploads({ place, remove, arrived, faultOf, wrongType })
  const { going } = uploads

  const held = files.filter(({ id }) => !going.some(({ placeId }) => placeId === id))
  // What was never sent takes no place.
  const count = held.length + going.filter(({ file }) => faultOf(file) === null).length
  const take = (chosen: readonly File[]) => {
    const room = Math.max(0, limit.files - count)
    setFault(chosen.length > room ? `最多上传 ${limit.files} 个文件，多出的没有加入。` : null)
    uploads.take(chosen.slice(0, room))
  }
  const goOn = (one: Attachment, file: File) => {
    const isSame = file.size === one.sizeBytes && file.name.normalize('NFC') === one.name
    setFault(isSame ? null : '这不是同一个文件。请选择原来的文件，或删除后重新上传。')
    if (isSame) uploads.take([file], one.id)
  }
  const takeAway = (id: string) =>
    void remove(id).catch((error: unknown) => setFault(textOf(error)))
  return (
    <>
      <p>{`支持 ${typesText}，每个不超过 ${megabytes} MB，最多 ${limit.files} 个。`}</p>
      <UploadList>
        {held.map((file) =>
          file.url === null ? (
            <BrokenOff
              key={file.id}
              file={file}
              accept={accept}
              goOn={(chosen) => goOn(file, chosen)}
              remove={() => takeAway(file.id)}
            />
          ) : (
            <UploadRow
              key={file.id}
              name={file.name}
              detail={`${detailOf(file)} · 已上传`}
              state="ready"
              actions={<ViewButton file={file} view={setViewed} />}
              remove={keeps ? undefined : () => takeAway(file.id)}
            />
          ),
        )}
        {going.map((one) => (
          <UploadRow
            key={one.key}
            name={one.file.name}
            detail={one.fault ?? '正在上传'}
            state={one.fault === null ? 'uploading' : 'failed'}
            progress={one.share}
            retry={one.mayRetry ? () => uploads.retry(one) : undefined}
            actions={
              <Button
                look="quiet"
                icon="close"
                onClick={() => uploads.drop(one)}
                aria-label={`${one.fault === null ? '取消上传' : '移除'} ${one.file.name}`}
              >
                {one.fault === null ? '取消' : '移除'}
              </Button>
            }
          />
        ))}
      </UploadList>
      {fault !== null && <p role="alert">{fault}</p>}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        aria-label="上传附件"
        onChange={(event) => {
          const chosen = Array.from(event.target.files ?? [])
          event.target.value = ''
          if (chosen.length > 0) take(chosen)
        }}
      />
      <div className="row">
        <Button
          icon="upload"
          unavailable={count >= limit.files && '已达到文件数量上限，请先删除不需要的'}
          onClick={() => input.current?.click()}
        >
          上传附件
        </Button>
      </div>
      <ViewDialog files={files} viewed={viewed} view={setViewed} fresh={fresh} />
    </>
  )
}

const detailOf = ({ sizeBytes, detail }: Attachment) =>
  detail === undefined ? sizeText(sizeBytes) : `${sizeText(sizeBytes)} · ${detail}`

/** An upload that a reload or another window broke off: the same file, chosen again, goes on. */
function BrokenOff({
  file,
  accept,
  goOn,
  remove,
}: {
  file: Attachment
  accept: string
  goOn: (chosen: File) => void
  remove: () => void
}) {
  return (
    <UploadRow
      name={file.name}
      detail={`${sizeText(file.sizeBytes)} · 上传中断，请重新选择同一个文件继续，或删除`}
      state="paused"
      remove={remove}
      actions={
        <PickFile
          text="继续上传"
          of={file.name}
          look="quiet"
          label={`重新选择 ${file.name}`}
          accept={accept}
          take={goOn}
        />
      }
    />
  )
}

/** The files of a record, to be looked at. */
export function AttachmentList({ files, fresh }: Pick<AttachmentsProps, 'files' | 'fresh'>) {
  const [viewed, setViewed] = useState<string | null>(null)
  const ready = files.filter(({ url }) => url !== null)
  if (ready.length === 0) return <p>没有附件。</p>
  return (
    <>
      <UploadList>
        {ready.map((file) => (
          <UploadRow
            key={file.id}
            name={file.name}
            detail={detailOf(file)}
            state="ready"
            actions={<ViewButton file={file} view={setViewed} />}
          />
        ))}
      </UploadList>
      <ViewDialog files={ready} viewed={viewed} view={setViewed} fresh={fresh} />
    </>
  )
}

function ViewButton({
  file: { id, name },
  view,
}: {
  file: Attachment
  view: (id: string) => void
}) {
  return (
    <Button look="quiet" icon="eye" onClick={() => view(id)} aria-label={`查看附件 ${name}`}>
      查看
    </Button>
  )
}

/** In our own viewer: not every browser shows a PDF that may do nothing. */
function ViewDialog({
  files,
  viewed,
  view,
  fresh,
}: Pick<AttachmentsProps, 'files' | 'fresh'> & {
  viewed: string | null
  view: (id: string | null) => void
}) {
  const file = files.find(({ id }) => id === viewed)
  return (
    <Dialog wide open={file !== undefined} close={() => view(null)} title={file?.name ?? '附件'}>
      {file && <FileView key={file.id} file={file} fresh={fresh} />}
    </Dialog>
  )
}

import type { Evidence } from '@xueshi/contract/declarations'
import { lazy, Suspense, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import '../ui/viewer.css'
import './evidence.css'
import { useFileBytes } from './file-bytes.ts'
import { ImageView } from './image-view.tsx'
import { fileTypeText, sizeText } from './text.ts'
import { useViewState, type ViewState } from '../ui/view-state.ts'

const PdfView = lazy(() => import('../ui/pdf-view.tsx'))

export interface FileViewProps {
  declarationId: string
  file: Evidence
}

/** One file, looked at in the page where the browser can, else offered for download. */
export function FileView({ declarationId, file }: FileViewProps) {
  const [bytes, again] = useFileBytes(declarationId, file)
  const view = useViewState()
  const [broken, setBroken] = useState(false)
  const fail = useRef(() => setBroken(true)).current
  const kind = kindOf(file.type)
  const shown = kind !== 'other' && !broken
  return (
    <section className="viewer" aria-label={`附件：${file.name}`}>
      <div className="viewer-bar">
        {shown && <Tools view={view} />}
        <DownloadLink file={file} />
      </div>
      {!shown ? (
        <NotShown file={file} broken={broken} />
      ) : bytes === undefined ? (
        <div className="viewer-page">
          <Skeleton lines={5} />
        </div>
      ) : 'error' in bytes ? (
        <Failed error={bytes.error} retry={again} />
      ) : (
        // A scrolling place must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="viewer-scroll" role="group" aria-label="附件内容" tabIndex={0}>
          <div className={`viewer-pages zoom-${view.zoom}`}>
            {kind === 'pdf' ? (
              <Suspense fallback={<Skeleton lines={5} />}>
                <PdfView data={bytes.data} view={view} fail={fail} />
              </Suspense>
            ) : (
              <ImageView data={bytes.data} name={file.name} view={view} fail={fail} />
            )}
          </div>
        </div>
      )}
    </section>
  )
}

function kindOf(type: Evidence['type']): 'pdf' | 'image' | 'other' {
  if (type === 'application/pdf') return 'pdf'
  // HEIC is tried: some browsers draw it.
  return type?.startsWith('image/') ? 'image' : 'other'
}

function Tools({ view }: { view: ViewState }) {
  return (
    <>
      <Button
        look="quiet"
        onClick={() => view.smaller?.()}
        unavailable={!view.smaller && '已经最小'}
      >
        缩小
      </Button>
      <span className="viewer-zoom" role="status">
        {`${view.zoom}%`}
      </span>
      <Button look="quiet" onClick={() => view.larger?.()} unavailable={!view.larger && '已经最大'}>
        放大
      </Button>
      <Button look="quiet" icon="refresh" onClick={view.turn}>
        旋转
      </Button>
    </>
  )
}

function DownloadLink({ file }: { file: Evidence }) {
  if (!file.viewUrl) return null
  return (
    <a className="button button-quiet" href={file.viewUrl} download={file.name}>
      <Icon name="download" />
      下载
    </a>
  )
}

function NotShown({ file, broken }: { file: Evidence; broken: boolean }) {
  const kind = file.type ? fileTypeText[file.type] : '这种'
  return (
    <Empty icon="file" title={broken ? '这个文件无法在页面中显示' : `${kind}文件不能在页面中预览`}>
      <p>{`${file.name}（${sizeText(file.sizeBytes)}），请下载后查看。`}</p>
    </Empty>
  )
}

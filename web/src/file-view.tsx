import { lazy, Suspense, useRef, useState } from 'react'
import { CallError } from './call.ts'
import { Button } from './ui/button.tsx'
import { textOf } from './ui/errors.ts'
import { Skeleton } from './ui/skeleton.tsx'
import { Empty, Failed } from './ui/states.tsx'
import './ui/viewer.css'
import { type Addressed, type Bytes, type Fresh, useFileBytes } from './file-bytes.ts'
import { fileTypeText, sizeText } from './file-text.ts'
import { ImageView } from './ui/image-view.tsx'
import { toast } from './ui/toast.tsx'
import { useViewState, type ViewState } from './ui/view-state.ts'

const PdfView = lazy(() => import('./ui/pdf-view.tsx'))

export interface ViewedFile extends Addressed {
  name: string
  sizeBytes: number
  /** Where it is known before the bytes are here. */
  type?: string | null
}

export interface FileViewProps {
  file: ViewedFile
  fresh: Fresh
}

/** One file, looked at in the page where the browser can, else offered for download. */
export function FileView({ file, fresh }: FileViewProps) {
  const [bytes, again] = useFileBytes(file, fresh)
  const view = useViewState()
  const [broken, setBroken] = useState(false)
  const fail = useRef(() => setBroken(true)).current
  const type = file.type ?? typeIn(bytes)
  const kind = kindOf(type)
  const shown = kind !== 'other' && !broken
  return (
    <section className="viewer" aria-label={`附件：${file.name}`}>
      <div className="viewer-bar">
        {shown && <Tools view={view} />}
        <DownloadLink file={file} fresh={fresh} />
      </div>
      {!shown ? (
        <NotShown file={file} type={type} broken={broken} />
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

/** What came says what it is. */
const typeIn = (bytes: Bytes) => (bytes && 'data' in bytes ? bytes.data.type : null)

function kindOf(type: string | null): 'unknown' | 'pdf' | 'image' | 'other' {
  if (type === null) return 'unknown'
  if (type === 'application/pdf') return 'pdf'
  // HEIC is tried: some browsers draw it.
  return type.startsWith('image/') ? 'image' : 'other'
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

/** By an address of the moment of the press: the one that came with the page has run out by then, perhaps. */
function DownloadLink({ file: { id, name }, fresh }: FileViewProps) {
  const [isBusy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    try {
      const url = await fresh(id)
      if (url === null) throw new CallError('NOT_FOUND', 404)
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.click()
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setBusy(false)
  }
  return (
    <Button look="quiet" icon="download" busy={isBusy} onClick={() => void go()}>
      下载
    </Button>
  )
}

function NotShown({
  file,
  type,
  broken,
}: {
  file: ViewedFile
  type: string | null
  broken: boolean
}) {
  const kind = fileTypeText(type ?? '') || '这种'
  return (
    <Empty icon="file" title={broken ? '这个文件无法在页面中显示' : `${kind}文件不能在页面中预览`}>
      <p>{`${file.name}（${sizeText(file.sizeBytes)}），请下载后查看。`}</p>
    </Empty>
  )
}

import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Progress } from './progress.tsx'

export interface UploadRowProps {
  name: string
  /** Size, kind; a sentence where it failed. */
  detail: string
  state: 'waiting' | 'uploading' | 'paused' | 'failed' | 'ready'
  /** 0 to 1 while uploading. */
  progress?: number
  actions?: ReactNode
  retry?: (() => void) | undefined
  remove?: (() => void) | undefined
}

/** One file of a list of uploads; put the rows in `<UploadList>`. */
export function UploadRow(props: UploadRowProps) {
  const { name, detail, state, progress, actions, retry, remove } = props
  return (
    <li className={`upload upload-${state}`}>
      <Icon name={state === 'failed' ? 'error' : state === 'ready' ? 'file' : 'upload'} />
      <div className="upload-words">
        <p className="upload-name">{name}</p>
        <p className="upload-detail">{detail}</p>
        {state === 'uploading' && <Progress label="正在上传" value={progress ?? 0} />}
      </div>
      <div className="row">
        {actions}
        {retry && (
          <Button look="quiet" icon="refresh" onClick={retry}>
            {state === 'paused' ? '继续' : '重试'}
          </Button>
        )}
        {remove && (
          <Button look="quiet" icon="trash" onClick={remove} aria-label={`删除附件 ${name}`}>
            删除
          </Button>
        )}
      </div>
    </li>
  )
}

export function UploadList({ children }: { children: ReactNode }) {
  return <ul className="uploads">{children}</ul>
}

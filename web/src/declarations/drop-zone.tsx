import { useRef, useState, type DragEvent } from 'react'
import { Button } from '../ui/button.tsx'
import { acceptedFiles } from './file-rules.ts'
import './evidence.css'

/** Where files are dropped, with a button for those who choose them. */
export function DropZone({
  full,
  take,
}: {
  full: boolean
  take: (files: readonly File[]) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drag = (event: DragEvent) => {
    // Without this the browser opens the file in place of the page.
    event.preventDefault()
    setOver(event.type === 'dragover')
  }
  const drop = (event: DragEvent) => {
    drag(event)
    const files = Array.from(event.dataTransfer.files)
    if (files.length > 0) take(files)
  }
  return (
    <div
      className="drop-zone"
      data-over={over || undefined}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={acceptedFiles}
        aria-label="上传附件"
        onChange={(event) => {
          const files = Array.from(event.target.files ?? [])
          // The same file may be chosen again.
          event.target.value = ''
          if (files.length > 0) take(files)
        }}
      />
      <Button
        icon="upload"
        unavailable={full && '已达到附件数量上限，请先删除不需要的'}
        onClick={() => input.current?.click()}
      >
        上传附件
      </Button>
      <span className="drop-words">可一次选择多个，也可以把文件拖到这里</span>
    </div>
  )
}

import { openTaskInput, taskInputLimit } from '@xueshi/contract/tasks'
import { useEffect, useRef, useState } from 'react'
import { useMove } from '../queries.ts'
import { transfer, type Transfer } from '../transfer.ts'
import { Button } from '../ui/button.tsx'
import { errorText, textOf } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'

type Going = { file: File; share: number; fault: string | null; isReady: boolean }

const megabytes = taskInputLimit.bytes / 1024 / 1024

function faultOf(file: File): string | null {
  if (/\.xls$/i.test(file.name)) return '旧版 .xls 请先另存为 .xlsx，再上传。'
  if (!/\.(xlsx|csv|txt)$/i.test(file.name)) return '请上传 .xlsx 或 .csv 文件。'
  if (file.size === 0) return '这是一个空文件，请重新选择。'
  return file.size > taskInputLimit.bytes ? `文件超过 ${megabytes} MB，请拆成几个文件。` : null
}

/** Takes one Excel or CSV file for a task; `uploaded` is told its id, or null when another is chosen. */
export function SheetUpload({ uploaded }: { uploaded: (inputId: string | null) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const running = useRef<Transfer>(null)
  const [going, setGoing] = useState<Going | null>(null)
  const place = useMove(openTaskInput)
  useEffect(() => () => running.current?.stop(), [])

  const patch = (change: Partial<Going>) =>
    setGoing((former) => (former ? { ...former, ...change } : former))
  const send = async (file: File) => {
    running.current?.stop()
    uploaded(null)
    const fault = faultOf(file)
    setGoing({ file, share: 0, fault, isReady: false })
    if (fault !== null) return
    try {
      const body = { name: file.name, sizeBytes: file.size }
      const { id, ticket, uploadUrl } = await place.mutateAsync({ body })
      running.current = await transfer(
        file,
        { ticket, uploadUrl, url: null },
        {
          progress: (share) => patch({ share }),
          placed: () => undefined,
          done: () => {
            patch({ isReady: true })
            announce(`${file.name} 已上传`)
            uploaded(id)
          },
          ended: (end) =>
            patch({
              fault: end.kind === 'refused' ? errorText(end.code) : '上传没有完成，请重试。',
            }),
        },
      )
    } catch (error) {
      patch({ fault: textOf(error) })
    }
  }
  return (
    <>
      {going && (
        <UploadList>
          <UploadRow
            name={going.file.name}
            detail={going.fault ?? (going.isReady ? '已上传' : '正在上传')}
            state={going.fault !== null ? 'failed' : going.isReady ? 'ready' : 'uploading'}
            progress={going.share}
            retry={
              going.fault !== null && faultOf(going.file) === null
                ? () => void send(going.file)
                : undefined
            }
          />
        </UploadList>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".xlsx,.csv,.txt"
        aria-label="选择要导入的文件"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void send(file)
        }}
      />
      <div className="row">
        <Button icon="upload" onClick={() => input.current?.click()}>
          {going ? '重新选择文件' : '选择文件'}
        </Button>
      </div>
    </>
  )
}

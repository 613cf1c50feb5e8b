import type { Body, Reply } from '@xueshi/contract/endpoint'
import { openTaskInput, taskInputLimit } from '@xueshi/contract/tasks'
import { useMove } from '../queries.ts'
import { useSingleUpload } from '../single-upload.ts'
import { errorText } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { PickFile } from '../ui/pick-file.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'

function faultOf(file: File, { bytes }: { bytes: number }): string | null {
  if (/\.xls$/i.test(file.name)) return '旧版 .xls 请先另存为 .xlsx，再上传。'
  if (!/\.(xlsx|csv|txt)$/i.test(file.name)) return '请上传 .xlsx 或 .csv 文件。'
  if (file.size === 0) return '这是一个空文件，请重新选择。'
  return file.size > bytes ? `文件超过 ${bytes / 1024 / 1024} MB，请拆成几个文件。` : null
}

/**
 * Takes one Excel or CSV file for a task; `uploaded` is told its id, or null when another is chosen. A task
 * that takes longer files than most has a limit and a way to open a place of its own.
 */
export function SheetUpload({
  uploaded,
  place,
  limit = taskInputLimit,
}: {
  uploaded: (inputId: string | null) => void
  place?: (body: Body<typeof openTaskInput>) => Promise<Reply<typeof openTaskInput>>
  limit?: { bytes: number }
}) {
  const open = useMove(openTaskInput)
  const { going, send, retry } = useSingleUpload({
    faultOf: (file) => faultOf(file, limit),
    wrongType: errorText('FILE_TYPE'),
    place: place ?? ((body) => open.mutateAsync({ body })),
    arrived: ({ name }, { id }) => {
      announce(`${name} 已上传`)
      uploaded(id)
    },
  })
  const take = (file: File) => {
    uploaded(null)
    void send(file)
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
            retry={retry && (() => going && take(going.file))}
          />
        </UploadList>
      )}
      <PickFile
        text={going ? '重新选择文件' : '选择文件'}
        label="选择要导入的文件"
        accept=".xlsx,.csv,.txt"
        take={take}
      />
    </>
  )
}

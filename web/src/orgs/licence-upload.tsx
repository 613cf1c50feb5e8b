import { addLicence } from '@xueshi/contract/orgs/licences'
import { readOwnUnit, type Unit } from '@xueshi/contract/orgs/units'
import { useEffect, useRef, useState } from 'react'
import { keyOf, queryClient, useMove } from '../queries.ts'
import { transfer, type Transfer } from '../transfer.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { announce } from '../ui/live.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'
import { LicenceView } from './licence-view.tsx'
import { faultOf, wrongType } from './scan.ts'

type Going = { name: string; share: number; fault: string | null; file: File }

/** 营业执照或法人证书: one scan, replaced by the next one. */
export function LicenceUpload({ unit }: { unit: Unit }) {
  const input = useRef<HTMLInputElement>(null)
  const running = useRef<Transfer>(null)
  const [going, setGoing] = useState<Going | null>(null)
  const place = useMove(addLicence)
  useEffect(() => () => running.current?.stop(), [])

  const patch = (change: Partial<Going>) =>
    setGoing((former) => (former ? { ...former, ...change } : former))
  const send = async (file: File) => {
    running.current?.stop()
    const fault = faultOf(file)
    setGoing({ name: file.name, share: 0, fault, file })
    if (fault !== null) return
    try {
      const body = { name: file.name, sizeBytes: file.size }
      const { ticket, uploadUrl } = await place.mutateAsync({ body })
      running.current = await transfer(
        file,
        { ticket, uploadUrl, url: null },
        {
          progress: (share) => patch({ share }),
          placed: () => undefined,
          done: () => void arrived(file.name),
          ended: (end) => {
            if (end.kind !== 'refused') patch({ fault: '上传没有完成，请重试。' })
            else patch({ fault: end.code === 'FILE_TYPE' ? wrongType : textOf(end) })
          },
        },
      )
    } catch (error) {
      patch({ fault: textOf(error) })
    }
  }
  const arrived = async (name: string) => {
    await queryClient.invalidateQueries({ queryKey: keyOf(readOwnUnit) })
    setGoing(null)
    announce(`${name} 已上传`)
  }
  return (
    <>
      <p>
        上传营业执照或法人证书的扫描件或照片，内容要清晰完整。支持 PDF、JPG、PNG，不超过 10 MB。
      </p>
      {unit.licence && <LicenceView licence={unit.licence} />}
      {going && (
        <UploadList>
          <UploadRow
            name={going.name}
            detail={going.fault ?? '正在上传'}
            state={going.fault === null ? 'uploading' : 'failed'}
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
        accept=".pdf,.jpg,.jpeg,.png"
        aria-label="上传证照"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void send(file)
        }}
      />
      <div className="row">
        <Button icon="upload" onClick={() => input.current?.click()}>
          {unit.licence ? '重新上传证照' : '上传证照'}
        </Button>
      </div>
    </>
  )
}

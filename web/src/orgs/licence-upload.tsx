import { addLicence } from '@xueshi/contract/orgs/licences'
import { readOwnUnit, type Unit } from '@xueshi/contract/orgs/units'
import { keyOf, queryClient, useMove } from '../queries.ts'
import { useSingleUpload } from '../single-upload.ts'
import { announce } from '../ui/live.tsx'
import { PickFile } from '../ui/pick-file.tsx'
import { UploadList, UploadRow } from '../ui/upload-list.tsx'
import { LicenceView } from './licence-view.tsx'
import { faultOf, wrongType } from './scan.ts'

/** 营业执照或法人证书: one scan, replaced by the next one. */
export function LicenceUpload({ unit }: { unit: Unit }) {
  const place = useMove(addLicence)
  const { going, send, retry, forget } = useSingleUpload({
    faultOf,
    wrongType,
    place: (body) => place.mutateAsync({ body }),
    arrived: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: keyOf(readOwnUnit) })
      forget()
      announce(`${name} 已上传`)
    },
  })
  return (
    <>
      <p>
        上传营业执照或法人证书的扫描件或照片，内容要清晰完整。支持 PDF、JPG、PNG，不超过 10 MB。
      </p>
      {unit.licence && <LicenceView licence={unit.licence} />}
      {going && (
        <UploadList>
          <UploadRow
            name={going.file.name}
            detail={going.fault ?? '正在上传'}
            state={going.fault === null ? 'uploading' : 'failed'}
            progress={going.share}
            retry={retry}
          />
        </UploadList>
      )}
      <PickFile
        text={unit.licence ? '重新上传证照' : '上传证照'}
        label="上传证照"
        accept=".pdf,.jpg,.jpeg,.png"
        take={(file) => void send(file)}
      />
    </>
  )
}

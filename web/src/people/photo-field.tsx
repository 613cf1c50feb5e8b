import { addPhoto, photoLimit, readPhoto } from '@xueshi/contract/people/photos'
import { PictureField } from '../picture-field.tsx'
import './people.css'

const megabytes = photoLimit.bytes / 1024 / 1024
const wrongType = '请选择 JPG 或 PNG 照片。'

function faultOf({ type, size }: File): string | null {
  if (!/^image\/(jpeg|png)$/.test(type)) return wrongType
  return size > photoLimit.bytes ? `照片不能超过 ${megabytes} MB。` : null
}

/** 照片: sent at once; the server cuts it to a passport photo and writes it anew. `id` null: none. */
export function PhotoField({
  shownUrl,
  change,
}: {
  shownUrl: string | null
  change: (id: string | null) => void
}) {
  return (
    <PictureField
      name="照片"
      optional
      hint={`近期免冠证件照，JPG 或 PNG，不超过 ${megabytes} MB；系统自动裁成一寸，用于证书。`}
      accept="image/jpeg,image/png"
      look="photo"
      faultOf={faultOf}
      wrongType={wrongType}
      add={addPhoto}
      read={readPhoto}
      shownUrl={shownUrl}
      change={change}
    />
  )
}

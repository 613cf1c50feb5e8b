import { addSeal, readSeal, sealLimit } from '@xueshi/contract/certificates/templates'
import { PictureField } from '../picture-field.tsx'

const megabytes = sealLimit.bytes / 1024 / 1024
const wrong = `请选择底色透明的 PNG 图片，长宽在 ${sealLimit.leastPixels} 到 ${sealLimit.mostPixels} 像素之间。`

function faultOf({ type, size }: File): string | null {
  if (type !== 'image/png') return wrong
  return size > sealLimit.bytes ? `印章图片不能超过 ${megabytes} MB。` : null
}

/** 印章: sent at once, written anew by the server. `id` null: none. */
export function SealField({
  shownUrl,
  change,
}: {
  shownUrl: string | null
  change: (id: string | null) => void
}) {
  return (
    <PictureField
      name="印章"
      optional
      hint={`底色透明的 PNG，${sealLimit.leastPixels} 像素以上，不超过 ${megabytes} MB；印在发证机关的名称上，直径 40 毫米。`}
      accept="image/png"
      look="seal"
      faultOf={faultOf}
      wrongType={wrong}
      add={addSeal}
      read={readSeal}
      shownUrl={shownUrl}
      change={change}
    />
  )
}

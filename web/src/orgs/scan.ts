import { licenceLimit } from '@xueshi/contract/orgs/licences'

export const wrongType = '请上传 PDF、JPG 或 PNG 文件。'
const tooLarge = `文件超过 ${licenceLimit.bytes / 1024 / 1024} MB，请压缩后再上传。`

/** What is wrong with a scan before it is sent; null where nothing is. */
export function faultOf(file: File): string | null {
  if (!/\.(pdf|jpe?g|png)$/i.test(file.name)) return wrongType
  if (file.size === 0) return '这是一个空文件，请重新选择。'
  return file.size > licenceLimit.bytes ? tooLarge : null
}

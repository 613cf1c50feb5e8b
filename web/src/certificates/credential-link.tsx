import { readCredential } from '@xueshi/contract/certificates'
import { addressOf } from '../call.ts'
import { Icon } from '../ui/icon.tsx'

/** A number of our own kind; those from before this system have no credential. */
const ownNumber = /^GDJX-/

/** The certificate for machines: to download, and for those who read the page by program. */
export function CredentialLink({ code, number }: { code: string; number: string }) {
  if (!ownNumber.test(number)) return null
  const address = addressOf(readCredential, { params: { code } })
  return (
    <>
      <link rel="alternate" type="application/vc+jwt" href={address} />
      <a className="button button-secondary" href={address} download={`${number}.jwt`}>
        <Icon name="download" />
        下载可验证凭证
      </a>
    </>
  )
}

import { verifyByCode } from '@xueshi/contract/certificates'
import type { ProofFacts } from '@xueshi/contract/certificates/proof'
import { useEffect, useState } from 'react'
import { isSilence } from '../persist.ts'
import { useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { useOptionalPathParam } from '../url.ts'
import { OfflineFinding } from './finding.tsx'
import { lookAtProof, useKeptPage, useKeys } from './offline.ts'
import { Verdict } from './verdict.tsx'
import { VerifyFile } from './verify-file.tsx'
import { VerifyForm } from './verify-form.tsx'

/** 证书验证: by number and name, by the file, or by the code in the address that a certificate's QR code leads to. */
export default function Verify() {
  const code = useOptionalPathParam('code')
  useKeptPage()
  return (
    <Page
      title="证书验证"
      width="form"
      lead="任何人都可以验证继续教育证书，不需要登录。结果只显示部分个人信息。"
    >
      {code && <ByCode key={code} code={code} />}
      <div className="unprinted verify-ways">
        <Card title={code ? '验证另一份证书' : '用证书号和姓名验证'}>
          <VerifyForm key={code ?? ''} />
        </Card>
        <Card title="用证书文件验证">
          <VerifyFile />
        </Card>
        <Domain />
      </div>
    </Page>
  )
}

function ByCode({ code }: { code: string }) {
  const keys = useKeys()
  const asked = useRead(verifyByCode, { params: { code } })
  const proof = useProof(code, keys, isSilence(asked.failureReason ?? asked.error))
  if (asked.data) return <Verdict found={asked.data} at={new Date(asked.dataUpdatedAt)} />
  if (proof !== undefined) return <OfflineFinding facts={proof} demo={keys?.demo === true} />
  return (
    <Card>
      {asked.error ? (
        <Failed error={asked.error} retry={() => void asked.refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </Card>
  )
}

/** What stands behind the `#` of the QR code, checked here while the server is silent; undefined where it cannot be. */
function useProof(
  code: string,
  keys: ReturnType<typeof useKeys>,
  silent: boolean,
): ProofFacts | null | undefined {
  const [facts, setFacts] = useState<ProofFacts | null>()
  const proof = window.location.hash.slice(1)
  useEffect(() => {
    if (!silent || proof === '') return
    lookAtProof(code, proof, keys)
      .then(setFacts)
      .catch(() => setFacts(null))
  }, [silent, code, proof, keys])
  return silent ? facts : undefined
}

/** A forged certificate leads to a forged site: the visitor is told where they are. */
function Domain() {
  const host = useSession()?.site.host
  return (
    <Notice title={`您现在访问的是 ${window.location.host}`}>
      <p>
        用手机扫证书上的二维码，也会打开本网站的这一页。请看清浏览器地址栏：网址不是本系统的，不论页面上显示什么，都不要相信。
      </p>
      {host && <p>{`本系统由${host}主办。`}</p>}
    </Notice>
  )
}

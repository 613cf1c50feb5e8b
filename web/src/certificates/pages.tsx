import { lazy, Suspense, useRef, useState } from 'react'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useViewState } from '../ui/view-state.ts'
import '../ui/viewer.css'
import './certificates.css'

const PdfView = lazy(() => import('../ui/pdf-view.tsx'))

/** The pages of a certificate as they will lie on paper; null while the file is on its way. */
export function CertificatePages({ bytes }: { bytes: Blob | null }) {
  const view = useViewState()
  const [broken, setBroken] = useState(false)
  const fail = useRef(() => setBroken(true)).current
  if (broken)
    return (
      <Notice title="这个浏览器不能在页面中显示 PDF">
        <p>请点“下载 PDF”，用 PDF 阅读器打开后打印。</p>
      </Notice>
    )
  return (
    <div className="certificate-pages" role="group" aria-label="证书内容">
      {bytes ? (
        <Suspense fallback={<Skeleton lines={8} />}>
          <PdfView data={bytes} view={view} fail={fail} />
        </Suspense>
      ) : (
        <Skeleton lines={8} />
      )}
    </div>
  )
}

import { readCertificatePdf } from '@xueshi/contract/certificates'
import { listYears } from '@xueshi/contract/ledger'
import { useState } from 'react'
import { addressOf } from '../call.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam } from '../url.ts'
import './certificates.css'
import { CredentialLink } from './credential-link.tsx'
import { CertificatePages } from './pages.tsx'

/** 在线打印: the certificate in the page as it will lie on paper, and the printer one button away. */
export default function PrintCertificate() {
  const id = usePathParam('id')
  const pdf = useRead(readCertificatePdf, { params: { id } })
  const address = addressOf(readCertificatePdf, { params: { id } })
  // The list that one comes from knows by which code the certificate is verified.
  const years = useRead(listYears, { query: {} }, { keep: true })
  const certificate = years.data?.items.find((row) => row.certificate?.id === id)?.certificate
  const bytes = pdf.data instanceof Blob ? pdf.data : null
  return (
    <Page
      title="在线打印"
      lead="证书为 A4 横向，共两部分：证书和学时明细。打印机放好 A4 纸即可。"
      back={{ to: paths.years(), text: '继续教育证书打印' }}
    >
      {pdf.error ? (
        <Card>
          <Failed error={pdf.error} retry={() => void pdf.refetch()} />
        </Card>
      ) : (
        <>
          <Row>
            <PrintButton address={address} ready={bytes !== null} />
            <a className="button button-secondary" href={address} download>
              <Icon name="download" />
              下载 PDF
            </a>
            {certificate && <CredentialLink {...certificate} />}
          </Row>
          <CertificatePages bytes={bytes} />
        </>
      )}
    </Page>
  )
}

/**
 * Prints the file itself, so that the paper lies as the file says and nothing needs to be set. Where
 * the browser shows no PDF of its own, such as on phones, the file opens beside the page instead.
 */
function PrintButton({ address, ready }: { address: string; ready: boolean }) {
  const [printing, setPrinting] = useState(0)
  if (Reflect.get(navigator, 'pdfViewerEnabled') === false)
    return (
      <a className="button button-primary" href={address} target="_blank" rel="noreferrer">
        <Icon name="print" />
        在线打印
      </a>
    )
  return (
    <>
      <Button
        look="primary"
        icon="print"
        unavailable={!ready && '证书正在打开'}
        onClick={() => setPrinting(printing + 1)}
      >
        在线打印
      </Button>
      {printing > 0 && (
        <iframe
          key={printing}
          className="print-frame"
          src={address}
          title="正在打印的证书"
          tabIndex={-1}
          onLoad={({ currentTarget }) => {
            currentTarget.contentWindow?.focus()
            currentTarget.contentWindow?.print()
          }}
        />
      )}
    </>
  )
}

import { readCertificatePdf } from '@xueshi/contract/certificates'
import { listYears } from '@xueshi/contract/ledger'
import { addressOf } from '../call.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Icon } from '../ui/icon.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam } from '../url.ts'
import './certificates.css'
import { CredentialLink } from './credential-link.tsx'
import { CertificatePages } from './pages.tsx'
import { PrintButton } from './print-button.tsx'

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

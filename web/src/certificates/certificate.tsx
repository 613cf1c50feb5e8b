import { readCertificatePdf } from '@xueshi/contract/certificates'
import {
  type CertificateDetail,
  listCertificates,
  readCertificate,
  reissueCertificate,
  withdrawCertificate,
} from '@xueshi/contract/certificates/register'
import { formatHours } from '@xueshi/contract/hours'
import { useState } from 'react'
import { fileAddressOf } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { formatDay, formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam, usePortalKind } from '../url.ts'
import { CertificatePages } from './pages.tsx'
import { PrintButton } from './print-button.tsx'
import { ReasonDialog } from './reason-dialog.tsx'
import { certificateStateText, certificateStateTone } from './text.ts'

const refresh = [listCertificates, readCertificate]

/** One certificate as an office or an employer sees it: how it stands, its editions, the file. */
export default function Certificate() {
  const id = usePathParam('id')
  const kind = usePortalKind() ?? 'hrss'
  const reading = useRead(readCertificate, { params: { id } })
  const back = {
    to: paths.certificates(kind),
    text: kind === 'hrss' ? '证书管理' : '证书打印',
  }
  return (
    <Page title="证书详情" back={back}>
      {reading.data ? (
        <Opened key={id} one={reading.data} reload={() => reading.refetch()} />
      ) : reading.error ? (
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function Opened({ one, reload }: { one: CertificateDetail; reload: () => Promise<unknown> }) {
  return (
    <>
      {one.state !== 'valid' && (
        <Notice
          tone="warn"
          title={`${certificateStateText[one.state]}（${formatDay(one.endedAt ?? one.issuedAt)}）`}
        >
          {one.endReason && <p>{`原因：${one.endReason}`}</p>}
        </Notice>
      )}
      <Card>
        <Facts one={one} />
        <Acts one={one} reload={reload} />
      </Card>
      {one.editions.length > 1 && <Editions one={one} />}
      {one.state === 'valid' && <Paper one={one} />}
    </>
  )
}

function Facts({ one }: { one: CertificateDetail }) {
  return (
    <DefinitionList
      facts={[
        { term: '继续教育证书号', value: one.number },
        {
          term: '证书状态',
          value: (
            <Status tone={certificateStateTone[one.state]}>
              {certificateStateText[one.state]}
            </Status>
          ),
        },
        { term: '姓名', value: one.name },
        { term: '证件号码', value: one.documentNumberMasked },
        { term: '工作单位', value: one.unitName },
        { term: '专业系列', value: one.seriesName },
        { term: '培训年度', value: one.year },
        ...one.categories.map(({ name, count, hoursTenths, requiredTenths }) => ({
          term: name,
          value: `${count} 门，${formatHours(hoursTenths)} 学时（应修 ${formatHours(requiredTenths)}）`,
        })),
        { term: '总学时', value: `${formatHours(one.totalTenths)} 学时` },
        { term: '适用规则', value: one.ruleSet },
        { term: '版次', value: `第 ${one.edition} 版` },
        { term: '签发时间', value: formatInstant(one.issuedAt) },
        { term: '被验证次数', value: one.looks },
      ]}
    />
  )
}

function Editions({ one }: { one: CertificateDetail }) {
  const kind = usePortalKind() ?? 'hrss'
  return (
    <Card title="该年度的各版证书">
      <ul className="bullets">
        {one.editions.map(({ id, number, edition, state, issuedAt }) => (
          <li key={id}>
            {`第 ${edition} 版 `}
            {id === one.id ? number : <Link to={paths.certificate(kind, id)}>{number}</Link>}
            {`　${certificateStateText[state]}，${formatDay(issuedAt)} 签发`}
          </li>
        ))}
      </ul>
    </Card>
  )
}

const acts = {
  withdraw: {
    title: '撤销证书',
    note: '撤销立即生效，任何人验证时都会看到。该年度改为已撤销，当事人会收到通知。',
  },
  reissue: {
    title: '重新签发',
    note: '按现在的资料和学时签发新的一版，使用新的证书号；原证书不再使用，当事人会收到通知。',
  },
} as const

function Acts({ one, reload }: { one: CertificateDetail; reload: () => Promise<unknown> }) {
  const kind = usePortalKind() ?? 'hrss'
  const go = useGo()
  const [asking, setAsking] = useState<keyof typeof acts | null>(null)
  const withdraw = useMove(withdrawCertificate, { refresh })
  const reissue = useMove(reissueCertificate, { refresh })
  const mayReissue = one.open.includes('replace') || one.open.includes('renew')
  if (one.open.length === 0) return null
  const send = async (reason: string) => {
    const input = { params: { id: one.id }, body: { version: one.version, reason } }
    const isReissue = asking === 'reissue'
    const after = await (isReissue ? reissue : withdraw).mutateAsync(input)
    setAsking(null)
    toast(isReissue ? `已重新签发，新证书号 ${after.number}` : '证书已撤销')
    if (isReissue) go(paths.certificate(kind, after.id))
  }
  const refused = whenOvertaken((error) => {
    setAsking(null)
    toast(textOf(error), 'error')
    void reload()
  })
  return (
    <>
      <Row>
        {mayReissue && (
          <Button icon="refresh" onClick={() => setAsking('reissue')}>
            重新签发
          </Button>
        )}
        {one.open.includes('withdraw') && (
          <Button look="danger" icon="ban" onClick={() => setAsking('withdraw')}>
            撤销证书
          </Button>
        )}
      </Row>
      <ReasonDialog
        open={asking !== null}
        close={() => setAsking(null)}
        title={asking ? acts[asking].title : ''}
        note={asking ? acts[asking].note : ''}
        hint="验证这份证书的任何人都会看到原因，请不要写姓名、证件号码等个人信息。"
        danger={asking === 'withdraw'}
        send={send}
        refused={refused}
      />
    </>
  )
}

/** The file as it will lie on paper, and the printer one button away, as for the person whose it is. */
function Paper({ one }: { one: CertificateDetail }) {
  const pdf = useRead(readCertificatePdf, { params: { id: one.id } })
  const bytes = pdf.data instanceof Blob ? pdf.data : null
  const address = fileAddressOf(readCertificatePdf, { params: { id: one.id } })
  if (pdf.error) return <Failed error={pdf.error} retry={() => void pdf.refetch()} />
  return (
    <Card title="证书">
      <Row>
        <PrintButton address={address} ready={bytes !== null} />
        <a className="button button-secondary" href={address} download={`${one.number}.pdf`}>
          <Icon name="download" />
          下载 PDF
        </a>
      </Row>
      <CertificatePages bytes={bytes} />
    </Card>
  )
}

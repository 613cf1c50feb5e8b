import type { Verification } from '@xueshi/contract/certificates'
import { formatHours } from '@xueshi/contract/hours'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { formatDay, formatInstant } from '../ui/time.ts'
import { CredentialLink } from './credential-link.tsx'
import { FindingBox } from './finding.tsx'
import { demoText, verdictText } from './text.ts'
import './certificates.css'

type Certificate = NonNullable<Verification['certificate']>

/**
 * What was found: the state in large, what it means, what to do, and the masked facts. `at`: when it
 * was asked; `note`: what else is known, such as of the file; `demoSigned`: with a demonstration's key.
 */
export function Verdict({
  found: { result, certificate },
  at,
  note,
  demoSigned = false,
}: {
  found: Verification
  at: Date
  note?: string
  demoSigned?: boolean
}) {
  return (
    <FindingBox
      finding={verdictText[result]}
      foot={
        <>
          {certificate && <Facts certificate={certificate} />}
          <p className="verdict-asked">
            {`验证时间 ${formatInstant(at.toISOString())}，验证网址 ${addressOf(certificate)}`}
          </p>
          {certificate && (
            <div className="row">
              <Button icon="print" onClick={() => window.print()}>
                打印验证结果
              </Button>
              {result === 'valid' && <CredentialLink {...certificate} />}
            </div>
          )}
        </>
      }
    >
      {demoSigned && <p className="verdict-ending">{demoText}</p>}
      {certificate?.demo && !demoSigned && (
        <p className="verdict-ending">这份证书由演示系统签发，不具法律效力。</p>
      )}
      {certificate && <Ending certificate={certificate} result={result} />}
      {note && <p>{note}</p>}
    </FindingBox>
  )
}

/** Where the same answer can be had again; on paper it is all that leads back here. */
function addressOf(certificate: Certificate | null): string {
  const { origin, host } = window.location
  return certificate ? origin + paths.verify(certificate.code) : host
}

/** When and why it ceased to be valid, and what stands in its place. */
function Ending({
  certificate,
  result,
}: {
  certificate: Certificate
  result: Verification['result']
}) {
  const { endedAt, endReason, replacedBy } = certificate
  if (!endedAt) return null
  const verb = result === 'replaced' ? '替换' : '撤销'
  return (
    <>
      <p className="verdict-ending">
        {`${verb}日期：${formatDay(endedAt)}`}
        {endReason && `，原因：${endReason}`}
      </p>
      {replacedBy && <p className="verdict-ending">{`新的证书号：${replacedBy}`}</p>}
    </>
  )
}

function Facts({ certificate }: { certificate: Certificate }) {
  return (
    <DefinitionList
      facts={[
        { term: '继续教育证书号', value: certificate.number },
        { term: '姓名', value: certificate.nameMasked },
        { term: '证件号码', value: certificate.documentNumberMasked },
        { term: '培训年度', value: certificate.year },
        ...certificate.categories.map(({ name, count, hoursTenths }) => ({
          term: name,
          value: `${count} 门，${formatHours(hoursTenths)} 学时`,
        })),
        { term: '总学时', value: `${formatHours(certificate.totalTenths)} 学时` },
        { term: '专业系列', value: certificate.seriesName },
        { term: '工作单位', value: certificate.unitName },
        { term: '发证机关', value: certificate.issuer },
        { term: '发证日期', value: formatDay(certificate.issuedOn) },
        ...(certificate.edition > 1
          ? [{ term: '版次', value: `第 ${certificate.edition} 版` }]
          : []),
      ]}
    />
  )
}

import type { Verification } from '@xueshi/contract/certificates'
import { formatHours } from '@xueshi/contract/hours'
import { useEffect } from 'react'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { announce } from '../ui/live.tsx'
import { formatDay, formatInstant } from '../ui/time.ts'
import { verdictText, verdictTone } from './text.ts'
import './certificates.css'

type Certificate = NonNullable<Verification['certificate']>

/** What was found: the state in large, what it means, what to do, and the masked facts. `at`: when it was asked. */
export function Verdict({ found, at }: { found: Verification; at: Date }) {
  const { result, certificate } = found
  const { title, icon, meaning, advice } = verdictText[result]
  useEffect(() => announce(`${title}。${meaning}`), [title, meaning])
  return (
    <section className={`verdict verdict-${verdictTone[result]}`} aria-label="验证结果">
      <div className="verdict-head">
        <Icon name={icon} large />
        <div>
          <h2>{title}</h2>
          <p>{meaning}</p>
        </div>
      </div>
      <div className="verdict-body">
        {certificate && <Ending certificate={certificate} result={result} />}
        <p>{advice}</p>
        {certificate && <Facts certificate={certificate} />}
        <p className="verdict-asked">
          {`验证时间 ${formatInstant(at.toISOString())}，验证网址 ${addressOf(certificate)}`}
        </p>
        {certificate && (
          <div className="row">
            <Button icon="print" onClick={() => window.print()}>
              打印验证结果
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

/** Where the same answer can be had again; on paper it is all that leads back here. */
function addressOf(certificate: Certificate | null): string {
  const { origin, host } = window.location
  return certificate ? origin + paths.verify(certificate.code) : host
}

/** When and why it ceased to be valid. */
function Ending({
  certificate,
  result,
}: {
  certificate: Certificate
  result: Verification['result']
}) {
  const { endedAt, endReason } = certificate
  if (!endedAt) return null
  const verb = result === 'replaced' ? '替换' : '撤销'
  return (
    <p className="verdict-ending">
      {`${verb}日期：${formatDay(endedAt)}`}
      {endReason && `，原因：${endReason}`}
    </p>
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
        { term: '总学时', value: `${formatHours(certificate.totalTenths)} 学时` },
        { term: '专业系列', value: certificate.seriesName },
        { term: '工作单位', value: certificate.unitName },
        { term: '发证机关', value: certificate.issuer },
        { term: '发证日期', value: formatDay(certificate.issuedAt) },
      ]}
    />
  )
}

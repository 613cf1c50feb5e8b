import type { FileVerification } from '@xueshi/contract/certificates'
import type { ProofFacts } from '@xueshi/contract/certificates/proof'
import { formatHours } from '@xueshi/contract/hours'
import { type ReactNode, useEffect } from 'react'
import { DefinitionList } from '../ui/facts.tsx'
import { Icon } from '../ui/icon.tsx'
import { announce } from '../ui/live.tsx'
import { formatDay } from '../ui/time.ts'
import type { Finding } from './text.ts'
import { demoText, fileText, offlineText } from './text.ts'

/** A finding in large: what it is, what it means, what to do. */
export function FindingBox({
  finding: { title, tone, icon, meaning, advice },
  children,
  foot,
}: {
  finding: Finding
  /** Before the advice and after it. */
  children?: ReactNode
  foot?: ReactNode
}) {
  useEffect(() => announce(`${title}。${meaning}`), [title, meaning])
  return (
    <section className={`verdict verdict-${tone}`} aria-label="验证结果">
      <div className="verdict-head">
        <Icon name={icon} large />
        <div>
          <h2>{title}</h2>
          <p>{meaning}</p>
        </div>
      </div>
      <div className="verdict-body">
        {children}
        <p>{advice}</p>
        {foot}
      </div>
    </section>
  )
}

/** A file that is no certificate as it left the house. */
export const FileFinding = ({ file }: { file: Exclude<FileVerification['file'], 'genuine'> }) => (
  <FindingBox finding={fileText[file]} />
)

/** Found without the network: what was signed is right; whether it still holds nobody could say. */
export function OfflineFinding({ facts, demo }: { facts: ProofFacts | null; demo: boolean }) {
  if (!facts) return <FindingBox finding={offlineText.wrong} />
  const { number, nameMasked, numberTail, totalTenths, issuedOn } = facts
  return (
    <FindingBox
      finding={demo ? offlineText.demo : offlineText.right}
      foot={
        <DefinitionList
          facts={[
            { term: '继续教育证书号', value: number },
            { term: '姓名', value: nameMasked },
            { term: '证件号码后四位', value: numberTail },
            { term: '总学时', value: `${formatHours(totalTenths)} 学时` },
            { term: '发证日期', value: formatDay(issuedOn) },
          ]}
        />
      }
    >
      {demo && <p className="verdict-ending">{demoText}</p>}
    </FindingBox>
  )
}

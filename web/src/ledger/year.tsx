import { listYearResults, printYear, readYear, sheetOfYear } from '@xueshi/contract/ledger'
import type { ReactNode } from 'react'
import { addressOf } from '../call.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { usePathParam } from '../url.ts'
import { reliefText } from './exemption-text.ts'
import { YearItems } from './year-items.tsx'
import { YearPanel } from './year-panel.tsx'
import { YearResults } from './year-results.tsx'

/** One year: what there is, what is required, what is lacking, and where each hour came from. `ways`: how the rest is closed. */
export function Year({ ways }: { ways: ReactNode }) {
  const year = usePathParam('year')
  const read = useRead(readYear, { params: { year } })
  const results = useRead(listYearResults, { params: { year } })
  return (
    <Page
      title={`${year} 年度学时`}
      back={{ to: paths.recentYears(), text: '近五年学时' }}
      actions={read.data && <Files year={year} />}
    >
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <>
          {read.data?.relief && (
            <Notice>
              {`${reliefText(read.data.relief)}，以下要求已按此调整。`}
              <Link to={paths.exemptions()}>查看免修减免申请</Link>
            </Notice>
          )}
          <Card>{read.data ? <YearPanel year={read.data} /> : <Skeleton lines={6} />}</Card>
          {ways}
          <Card title="学时明细">
            <YearItems year={year} detail={read.data} />
          </Card>
          <YearResults year={year} read={results} />
        </>
      )}
    </Page>
  )
}

/** 学时明细 to take along, met or not. */
function Files({ year }: { year: string }) {
  const params = { year }
  return (
    <>
      <a
        className="button button-secondary"
        href={addressOf(printYear, { params })}
        target="_blank"
        rel="noopener"
        aria-label={`打印学时明细（${year} 年度，在新窗口打开 PDF）`}
      >
        打印学时明细
      </a>
      <a
        className="button button-secondary"
        href={addressOf(sheetOfYear, { params })}
        download={`${year}年度学时明细.xlsx`}
      >
        导出 Excel
      </a>
    </>
  )
}

import { listRecentYears } from '@xueshi/contract/ledger'
import { printReviewPack, readReviewPack } from '@xueshi/contract/ledger/packs'
import { Download } from '../download.tsx'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Failed } from '../ui/states.tsx'
import { YearSums } from './year-sums.tsx'

/** 近五年学时: what was required and what counted in each of them, beside each other. */
export default function RecentYears() {
  const read = useRead(listRecentYears, {})
  return (
    <Page
      title="近五年学时"
      lead="“已计 / 要求”，单位为学时；点开年度可看每一条学时的来历。"
      back={{ to: paths.portalHome('individual'), text: '我的年度' }}
    >
      <Card>
        {read.error ? (
          <Failed error={read.error} retry={() => void read.refetch()} />
        ) : (
          <YearSums caption="近五年学时" items={read.data?.items} pathOf={paths.year} />
        )}
        <p>
          {'有学时没有出现在这里的，可以'}
          <Link to={paths.newMissingHours()}>查找缺失学时</Link>。
        </p>
      </Card>
      <Pack />
    </Page>
  )
}

/** 职称评审学时材料: the same years as one file, for people and for machines. */
function Pack() {
  return (
    <Card title="职称评审学时材料">
      <p>
        近五年的学时、证书号和每一条学时的来历合成一份带电子签名的
        PDF，达标与否都可以下载；另有内容相同的 JSON
        文件，附各年度证书的可验证凭证，供评审系统读取。
      </p>
      <Row>
        <Download
          endpoint={printReviewPack}
          input={{}}
          fileName="职称评审学时材料.pdf"
          look="primary"
        >
          下载 PDF
        </Download>
        <Download endpoint={readReviewPack} input={{}} fileName="职称评审学时材料.json">
          下载 JSON
        </Download>
      </Row>
    </Card>
  )
}

import { formatHours } from '@xueshi/contract/hours'
import {
  type HourOrigin,
  type ImportedHour,
  readHourOrigin,
  type ReportedHour,
} from '@xueshi/contract/insight/origins'
import { categoryText } from '../ledger/text.ts'
import { legacyStateText, legacyStateTone } from '../legacy/text.ts'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { completionStateText, completionStateTone } from '../training/text.ts'
import { DateRange } from '../ui/dates.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { formatInstant } from '../ui/time.ts'
import { useOptionalPathParam, usePathParam, usePortalKind } from '../url.ts'

/** 学时来源: what stands behind an hour that a platform reported or an office brought in, for whoever may see the year. */
export default function HourOriginPage() {
  const kind = usePortalKind() ?? 'individual'
  const year = usePathParam('year')
  const personId = useOptionalPathParam('id')
  const read = useRead(readHourOrigin, { params: { id: usePathParam('hour') } })
  const back = personId === undefined ? paths.year(year) : paths.personYear(kind, personId, year)
  const hour = read.data
  return (
    <Page title="学时来源" back={{ to: back, text: `${year} 年度学时` }}>
      {hour ? (
        <>
          {hour.reversal && (
            <Notice title="这条学时已冲销，不再计入">
              {`${formatInstant(hour.reversal.at)}${hour.reversal.reason === null ? '' : `：${hour.reversal.reason}`}`}
            </Notice>
          )}
          <Card title={hour.name}>
            <HourFacts hour={hour} />
          </Card>
          {hour.reported && <Reported of={hour.reported} />}
          {hour.imported && <Imported of={hour.imported} linked={kind === 'hrss'} />}
        </>
      ) : read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

const HourFacts = ({ hour }: { hour: HourOrigin }) => (
  <DefinitionList
    facts={[
      { term: '姓名', value: hour.personName },
      { term: '培训年度', value: hour.year },
      { term: '课程类型', value: categoryText[hour.category] },
      { term: '学习形式', value: hour.form },
      { term: '施教机构', value: hour.institution },
      { term: '学习时间', value: <DateRange from={hour.startOn} to={hour.endOn} /> },
      { term: '认定学时', value: `${formatHours(hour.hoursTenths)} 学时` },
      { term: '认定单位', value: hour.recognisedBy },
      { term: '入账时间', value: formatInstant(hour.at) },
      { term: '入账时的规则', value: hour.ruleSet },
    ]}
  />
)

const Reported = ({ of }: { of: ReportedHour }) => (
  <Card title="平台上报记录">
    <p>
      这条学时由施教机构的学习平台上报，系统核对姓名、证件号码、课程和学时后入账，不需要另附证明。
    </p>
    <DefinitionList
      facts={[
        { term: '上报机构', value: of.institutionName },
        { term: '平台流水号', value: of.reference },
        { term: '上报时间', value: formatInstant(of.receivedAt) },
        {
          term: '状态',
          value: (
            <Status tone={completionStateTone[of.state]}>{completionStateText[of.state]}</Status>
          ),
        },
        { term: '上报的姓名', value: of.personName },
        { term: '上报的证件号码', value: of.documentNumberMasked },
        { term: '上报学时', value: `${formatHours(of.hoursTenths)} 学时` },
        { term: '接口密钥', value: of.keyName },
        { term: '同批上报', value: `${of.itemCount} 条` },
      ]}
    />
  </Card>
)

/** `linked`: an office's own batch has a page, where all of it stands. */
const Imported = ({ of, linked }: { of: ImportedHour; linked: boolean }) => (
  <Card title="历史数据导入">
    <p>这条学时由人社部门从过去的台账导入，以下是它在导入文件中的位置。</p>
    <DefinitionList
      facts={[
        {
          term: '批次名称',
          value:
            linked && of.own ? (
              <Link to={paths.legacyBatch(of.batchId)}>{of.batchName}</Link>
            ) : (
              of.batchName
            ),
        },
        {
          term: '状态',
          value: <Status tone={legacyStateTone[of.state]}>{legacyStateText[of.state]}</Status>,
        },
        { term: '导入部门', value: of.officeName },
        { term: '文件', value: of.fileName },
        { term: '行', value: `第 ${of.row} 行` },
        { term: '核对', value: `${of.checkedBy}，${formatInstant(of.checkedAt)}` },
        {
          term: '正式导入',
          value:
            of.importedAt === null
              ? null
              : [of.importedBy, formatInstant(of.importedAt)].filter(Boolean).join('，'),
        },
        { term: '文件中的姓名', value: of.personName },
        { term: '文件中的证件号码', value: of.documentNumberMasked },
        { term: '文件校验值（SHA-256）', value: of.fileSha256, wide: true },
      ]}
    />
  </Card>
)

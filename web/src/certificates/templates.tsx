import {
  listTemplates,
  shippedIssuer,
  shippedWording,
  type TemplateForm,
  type TemplateRow,
} from '@xueshi/contract/certificates/templates'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { ButtonLink, Link } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { standingText } from './template-text.ts'

/** 模板与印章: how the office's certificates are worded and sealed, today and by version. */
export default function Templates() {
  const keyset = useKeyset()
  const list = useRead(listTemplates, { query: { after: keyset.after } }, { keep: true })
  const words = list.data?.words ?? false
  return (
    <Page
      title="模板与印章"
      back={{ to: paths.certificates('hrss'), text: '证书管理' }}
      lead="由一人编写，另一人发布。已签发的证书始终保持签发时的文字和印章。"
    >
      {list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : (
        <>
          <Current data={list.data} />
          <Card title="本部门的各版模板">
            {list.data && !words && (
              <p>县区签发的证书使用所在地市的模板，没有的使用省厅的模板，本部门不用另设。</p>
            )}
            {words && (
              <Row>
                <ButtonLink look="primary" icon="plus" to={paths.newCertificateTemplate()}>
                  新建模板
                </ButtonLink>
              </Row>
            )}
            <Table
              caption="证书模板"
              numbered
              rows={list.data?.items}
              keyOf={(row) => row.id}
              empty={<Empty title="还没有模板">没有模板时，使用上级的或者系统自带的文字。</Empty>}
              columns={columns}
            />
            <Pager keyset={keyset} next={list.data?.next} />
          </Card>
        </>
      )}
    </Page>
  )
}

type Listed = { current: { id: string; officeName: string; form: TemplateForm } | null }
const shipped: TemplateForm = { ...shippedWording, issuer: shippedIssuer, sealId: null }

/** What a certificate that is issued today says. */
function Current({ data }: { data: Listed | undefined }) {
  if (!data)
    return (
      <Card title="现在签发所用">
        <Skeleton lines={4} />
      </Card>
    )
  const { current } = data
  const { title, issuer, remark, sealId, statement } = current?.form ?? shipped
  return (
    <Card title="现在签发所用">
      <DefinitionList
        facts={[
          { term: '来源', value: current?.officeName ?? '系统自带' },
          { term: '证书标题', value: title },
          { term: '发证机关', value: issuer },
          { term: '印章', value: sealId === null ? '无' : '有' },
          { term: '证明文字', value: statement === '' ? '无' : statement },
          { term: '备注', value: remark === '' ? '无' : remark },
        ]}
      />
      {current && (
        <Row>
          <ButtonLink to={paths.certificateTemplate(current.id)}>查看和预览</ButtonLink>
        </Row>
      )}
    </Card>
  )
}

const columns: Column<TemplateRow>[] = [
  {
    head: '证书标题',
    title: true,
    cell: (row) => <Link to={paths.certificateTemplate(row.id)}>{row.title}</Link>,
  },
  { head: '发证机关', cell: (row) => row.issuer },
  { head: '印章', tight: true, cell: (row) => (row.hasSeal ? '有' : '无') },
  {
    head: '生效日期',
    tight: true,
    cell: (row) => row.effectiveFrom ?? '—',
  },
  {
    head: '状态',
    tight: true,
    cell: (row) => {
      const { text, tone } = standingText(row)
      return <Status tone={tone}>{text}</Status>
    },
  },
  { head: '编写人', tight: true, cell: (row) => row.drafterName },
  { head: '最后保存', tight: true, cell: (row) => formatInstant(row.updatedAt) },
]

import { readDeclaration, type Declaration } from '@xueshi/contract/declarations'
import { categories } from '@xueshi/contract/ledger'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Steps } from '../ui/steps.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useOptionalPathParam, useUrlState } from '../url.ts'
import { Checks } from './checks.tsx'
import { copyOf } from './copy-former.tsx'
import { DeclarationForm } from './declaration-form.tsx'
import type { Standing } from './draft.ts'
import { EvidenceUpload } from './evidence-upload.tsx'
import { GainLine } from './gain.tsx'
import { stateText } from './text.ts'

const back = { to: paths.declarations(), text: '继续教育记录申报' }
const steps = ['添加', '保存', '上传附件', '送审']

/** 添加 and 编辑: the manual's steps on one page, 添加 → 保存 → 上传附件 → 送审. */
export default function DeclarationFormPage() {
  const id = useOptionalPathParam('id')
  return id === undefined ? <NewRecord /> : <EditRecord key={id} id={id} />
}

/** What a link chose in the form of a new record. */
const Chosen = z.object({
  form: z.optional(z.string()),
  category: z.optional(z.enum(categories)),
  /** A former record of the person's. */
  copy: z.optional(z.uuid()),
})

function NewRecord() {
  const go = useGo()
  const [{ copy, ...chosen }] = useUrlState(Chosen)
  const former = useRead(
    readDeclaration,
    { params: { id: copy ?? '' } },
    { enabled: Boolean(copy) },
  )
  const saved = (record: Declaration) => {
    go(paths.editDeclaration(record.id), { replace: true })
    toast('已保存为草稿，请上传附件')
  }
  return (
    <Page title="添加继续教育记录" back={back} width="form">
      <Steps steps={steps} current={1} />
      {copy && former.isPending ? (
        <Card title="基本信息">
          <Skeleton lines={6} />
        </Card>
      ) : (
        <DeclarationForm
          record={null}
          chosen={former.data ? copyOf(former.data) : chosen}
          keptAs={['new', copy, chosen.form, chosen.category].filter(Boolean).join('.')}
          saved={saved}
        />
      )}
      <Card title="附件">
        <p>先保存基本信息，再在这里上传证明材料。</p>
      </Card>
    </Page>
  )
}

function EditRecord({ id }: { id: string }) {
  const reading = useRead(readDeclaration, { params: { id } })
  const [standing, setStanding] = useState<Standing>('saved')
  const record = reading.data
  if (!record)
    return (
      <Page title="编辑继续教育记录" back={back} width="form">
        {reading.error ? (
          <Failed error={reading.error} retry={() => void reading.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )}
      </Page>
    )
  const ready = record.evidence.some((file) => file.state === 'ready')
  const sends = record.open.includes('submit') || record.open.includes('resubmit')
  return (
    <Page title="编辑继续教育记录" back={back} width="form">
      <Steps steps={steps} current={ready ? 3 : 2} />
      {record.open.includes('edit') ? (
        <>
          {record.reason && (
            <Notice tone="warn" title="退回原因">
              {record.reason}
            </Notice>
          )}
          <DeclarationForm record={record} stands={setStanding} />
          <EvidenceUpload record={record} />
          <Card title="送审前检查">
            <Checks checks={record.checks} none="没有发现问题，可以送审。" brief />
            <GainLine record={record} />
          </Card>
          {sends && <Onward record={record} ready={ready} standing={standing} />}
        </>
      ) : (
        <Notice
          title={`这条记录现在是“${stateText[record.state]}”，不能修改`}
          actions={<ButtonLink to={paths.declaration(id)}>查看这条记录</ButtonLink>}
        >
          {record.open.includes('withdraw') && '如需修改，可以先撤回。'}
        </Notice>
      )}
    </Page>
  )
}

/** The way to 送审, open while what stands in the fields is what the server has. */
function Onward({
  record,
  ready,
  standing,
}: {
  record: Declaration
  ready: boolean
  standing: Standing
}) {
  const check = `${paths.declaration(record.id)}?view=check`
  return (
    <Card title="送审">
      <p>
        {ready
          ? '送审前会先列出全部内容供您检查，并提示可能的问题。'
          : '上传附件后就可以送审。没有附件的记录不能送审。'}
      </p>
      <p>
        {standing === 'saved' ? (
          <ButtonLink look={ready ? 'primary' : 'secondary'} icon="send" to={check}>
            检查并送审
          </ButtonLink>
        ) : (
          <Button
            icon="send"
            unavailable={
              standing === 'saving' ? '正在保存，请稍候' : '上面有内容还没有保存，请先填好并保存'
            }
          >
            检查并送审
          </Button>
        )}
      </p>
    </Card>
  )
}

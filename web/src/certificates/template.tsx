import {
  discardTemplate,
  listTemplates,
  previewTemplate,
  publishTemplate,
  readTemplate,
  retireTemplate,
  type Template,
} from '@xueshi/contract/certificates/templates'
import { useState } from 'react'
import * as z from 'zod/mini'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { DateField } from '../ui/date-field.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Confirm, Dialog } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Timeline } from '../ui/timeline.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import { CertificatePages } from './pages.tsx'
import { eventsOf, standingText } from './template-text.ts'
import './certificates.css'

const refresh = [listTemplates, readTemplate]

/** One version: its words, its seal, what may be done with it, and how a certificate by it looks. */
export default function TemplatePage() {
  const id = usePathParam('id')
  const reading = useRead(readTemplate, { params: { id } })
  const one = reading.data
  return (
    <Page title="证书模板" back={{ to: paths.certificateTemplates(), text: '模板与印章' }}>
      {one ? (
        <>
          <Card>
            <Facts one={one} />
            <Acts one={one} reload={() => void reading.refetch()} />
          </Card>
          <Sample key={one.version} id={id} />
          <Card title="办理经过">
            <Timeline events={eventsOf(one)} />
          </Card>
        </>
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

function Facts({ one }: { one: Template }) {
  const { text, tone } = standingText(one)
  const { title, subtitle, statement, issuer, remark } = one.form
  return (
    <DefinitionList
      facts={[
        { term: '状态', value: <Status tone={tone}>{text}</Status> },
        { term: '所属部门', value: one.officeName },
        { term: '生效日期', value: one.effectiveFrom ?? '未发布' },
        { term: '证书标题', value: title },
        { term: '副标题', value: subtitle },
        { term: '发证机关', value: issuer },
        { term: '证明文字', value: statement, wide: true },
        { term: '备注', value: remark, wide: true },
        {
          term: '印章',
          value: one.sealUrl && <img className="seal" src={one.sealUrl} alt="这一版的印章" />,
        },
      ]}
    />
  )
}

type Asking = 'publish' | 'discard' | 'retire' | null

function Acts({ one, reload }: { one: Template; reload: () => void }) {
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  const may = (move: Template['open'][number]) => one.open.includes(move)
  const discard = useMove(discardTemplate, { refresh })
  const retire = useMove(retireTemplate, { refresh })
  const asked = { params: { id: one.id } }
  const overtaken = (error: CallError) => {
    close()
    toast(textOf(error), 'error')
    reload()
  }
  const done = (words: string) => {
    close()
    toast(words)
  }
  if (one.open.length === 0) return null
  return (
    <>
      {may('edit') && !may('publish') && (
        <Notice>由本部门另一位人员核对样张后发布；最后一次保存的人不能发布。</Notice>
      )}
      <Row>
        {may('publish') && (
          <Button look="primary" icon="send" onClick={() => setAsking('publish')}>
            发布
          </Button>
        )}
        {may('edit') && (
          <ButtonLink icon="pencil" to={paths.editCertificateTemplate(one.id)}>
            修改
          </ButtonLink>
        )}
        {may('discard') && (
          <Button look="quiet" icon="trash" onClick={() => setAsking('discard')}>
            作废
          </Button>
        )}
        {may('retire') && (
          <Button look="danger" icon="ban" onClick={() => setAsking('retire')}>
            停用
          </Button>
        )}
      </Row>
      <Publish
        open={asking === 'publish'}
        one={one}
        close={close}
        done={done}
        overtaken={overtaken}
      />
      <Confirm
        open={asking === 'discard'}
        close={close}
        title="作废这一版草稿？"
        verb="作废"
        danger
        busy={discard.isPending}
        confirm={() =>
          discard.mutate(
            { ...asked, body: { version: one.version } },
            { onSuccess: () => done('草稿已作废'), onError: overtaken },
          )
        }
      >
        <p>作废后不能再修改和发布。</p>
      </Confirm>
      <ReasonDialog
        open={asking === 'retire'}
        close={close}
        title="停用这一版模板"
        label="停用原因"
        hint="本部门的人员可以看到"
        verb="停用"
        danger
        warning="停用立即生效，之后签发的证书改用上一版。已签发的证书不变。"
        decide={async (reason) => {
          await retire.mutateAsync({ ...asked, body: { version: one.version, reason } })
          done('模板已停用')
        }}
        refused={whenOvertaken(overtaken)}
      />
    </>
  )
}

const Day = z.pick(publishTemplate.parts.body, { effectiveFrom: true })

interface PublishProps {
  open: boolean
  one: Template
  close: () => void
  done: (words: string) => void
  overtaken: (error: CallError) => void
}

function Publish({ open, ...props }: PublishProps) {
  return (
    <Dialog open={open} close={props.close} title="发布模板">
      {open && <PublishForm {...props} />}
    </Dialog>
  )
}

function PublishForm({ one, close, done, overtaken }: Omit<PublishProps, 'open'>) {
  const today = useSession()?.site.today ?? ''
  const form = useFormOf(Day, { start: { effectiveFrom: today } })
  const publish = useMove(publishTemplate, { refresh })
  return (
    <Form
      form={form}
      label="发布模板"
      submit={async ({ effectiveFrom }) => {
        const body = { version: one.version, effectiveFrom }
        await publish.mutateAsync({ params: { id: one.id }, body })
        done('模板已发布')
      }}
      refused={whenOvertaken(overtaken)}
    >
      <p>从生效日期起，签发的证书使用这一版的文字和印章。发布后不能修改，只能停用。</p>
      <DateField {...form.at('effectiveFrom')} label="生效日期" hint="今天或者以后" required />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton>发布</SubmitButton>
      </Row>
    </Form>
  )
}

/** 样张: a certificate of nobody in these words. */
function Sample({ id }: { id: string }) {
  const pdf = useRead(previewTemplate, { params: { id } })
  const bytes = pdf.data instanceof Blob ? pdf.data : null
  return (
    <Card title="样张">
      <p>样张上的人员和学时都是虚构的，不能作为证书使用。</p>
      {pdf.error ? (
        <Failed error={pdf.error} retry={() => void pdf.refetch()} />
      ) : (
        <CertificatePages bytes={bytes} />
      )}
    </Card>
  )
}

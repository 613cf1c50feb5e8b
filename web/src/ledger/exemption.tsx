import { readHome } from '@xueshi/contract/insight'
import {
  addExemptionFile,
  deleteExemption,
  type Exemption,
  exemptionFileLimit,
  listExemptions,
  readExemption,
  removeExemptionFile,
  submitExemption,
  withdrawExemption,
} from '@xueshi/contract/ledger'
import { useState } from 'react'
import { Attachments } from '../attachments.tsx'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { attachmentsOf, ExemptionFacts, freshPapers } from './exemption-facts.tsx'

const refresh = [listExemptions, readExemption, readHome]
const back = { to: paths.exemptions(), text: '免修减免申请' }

/** An application of the person's own: its papers, 送审, and how it goes. */
export default function ExemptionPage() {
  const id = usePathParam('id')
  const read = useRead(readExemption, { params: { id } })
  const one = read.data
  if (!one)
    return (
      <Page title="免修减免申请" back={back}>
        <Card>
          {read.error ? (
            <Failed error={read.error} retry={() => void read.refetch()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </Card>
      </Page>
    )
  return (
    <Page title={`${one.year} 年度免修减免申请`} back={back}>
      <ExemptionFacts
        one={one}
        papers={one.open.includes('edit') && <Papers one={one} reload={() => read.refetch()} />}
      />
      <Acts one={one} reload={() => void read.refetch()} />
    </Page>
  )
}

function Papers({ one, reload }: { one: Exemption; reload: () => Promise<unknown> }) {
  const place = useMove(addExemptionFile)
  const remove = useMove(removeExemptionFile, { refresh: [readExemption] })
  const params = { id: one.id }
  return (
    <Attachments
      files={attachmentsOf(one)}
      fresh={freshPapers(one.id)}
      place={(body) => place.mutateAsync({ params, body })}
      arrived={reload}
      remove={(fileId) => remove.mutateAsync({ params: { ...params, fileId } })}
      limit={exemptionFileLimit}
      accept=".pdf,.jpg,.jpeg,.png"
      typesText="PDF、JPG、PNG"
    />
  )
}

function Acts({ one, reload }: { one: Exemption; reload: () => void }) {
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const submit = useMove(submitExemption, { refresh })
  const withdraw = useMove(withdrawExemption, { refresh })
  const remove = useMove(deleteExemption, { refresh })
  const seen = { params: { id: one.id }, body: { version: one.version } }
  const told = {
    onError: (error: unknown) => {
      toast(textOf(error), 'error')
      reload()
    },
  }
  const sends = one.open.includes('submit') || one.open.includes('resubmit')
  const hasPaper = one.files.some(({ viewUrl }) => viewUrl !== null)
  return (
    <Row>
      {sends && (
        <Button
          look="primary"
          icon="send"
          busy={submit.isPending}
          unavailable={!hasPaper && '请先上传证明材料'}
          onClick={() =>
            submit.mutate(seen, {
              ...told,
              onSuccess: ({ state }) =>
                toast(state === 'submitted' ? '已送审，等待单位审核' : '已送审，等待人社部门审核'),
            })
          }
        >
          送审
        </Button>
      )}
      {one.open.includes('edit') && (
        <ButtonLink icon="pencil" to={paths.editExemption(one.id)}>
          修改
        </ButtonLink>
      )}
      {one.open.includes('withdraw') && (
        <Button
          busy={withdraw.isPending}
          onClick={() =>
            withdraw.mutate(seen, { ...told, onSuccess: () => toast('已撤回，可以修改后再次送审') })
          }
        >
          撤回
        </Button>
      )}
      {one.open.includes('delete') && (
        <Button look="danger" onClick={() => setAsking(true)}>
          删除
        </Button>
      )}
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title="删除这份申请？"
        verb="删除"
        danger
        busy={remove.isPending}
        confirm={() =>
          remove.mutate(
            { params: { id: one.id } },
            { ...told, onSuccess: () => go(paths.exemptions()) },
          )
        }
      >
        <p>申请和已上传的证明材料都会删除，不能恢复。</p>
      </Confirm>
    </Row>
  )
}

import {
  addBatchFile,
  type Batch,
  deleteBatch,
  evidenceLimit,
  listBatches,
  readBatch,
  removeBatchFile,
} from '@xueshi/contract/declarations'
import { useState } from 'react'
import { AttachmentList, Attachments } from '../attachments.tsx'
import { freshFrom } from '../file-bytes.ts'

import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { BatchList } from './batch-list.tsx'
import { BatchRecords } from './batch-records.tsx'
import { batchStateText, batchStateTone } from './batches.tsx'
import { Checks } from './checks.tsx'
import { fieldText, valueText } from './record.ts'

/** A training that a unit declares: its papers, its people, and what became of their records. */
export default function BatchPage() {
  const id = usePathParam('id')
  const read = useRead(readBatch, { params: { id } })
  const batch = read.data
  const back = { to: paths.batches(), text: '批量申报' }
  if (!batch)
    return (
      <Page title="批量申报" back={back}>
        <Card>
          {read.error ? (
            <Failed error={read.error} retry={() => void read.refetch()} />
          ) : (
            <Skeleton lines={8} />
          )}
        </Card>
      </Page>
    )
  const edits = batch.open.includes('edit')
  return (
    <Page
      title={batch.name}
      back={back}
      lead={<Status tone={batchStateTone[batch.state]}>{batchStateText[batch.state]}</Status>}
      actions={
        <>
          {edits && (
            <ButtonLink icon="pencil" to={paths.editBatch(id)}>
              修改
            </ButtonLink>
          )}
          {batch.open.includes('delete') && <Delete batch={batch} />}
        </>
      }
    >
      <Card title="培训信息">
        <DefinitionList
          facts={factNames.map((name) => ({
            term: fieldText[name],
            value: valueText(name, batch[name]),
          }))}
        />
      </Card>
      <Card title="证明材料">
        {edits ? (
          <Papers batch={batch} reload={() => read.refetch()} />
        ) : (
          <AttachmentList files={filesOf(batch)} fresh={freshPapers(batch.id)} />
        )}
      </Card>
      {edits && (
        <Card title="送审前检查">
          <Checks checks={batch.checks} none="培训信息和材料没有发现问题。" brief />
        </Card>
      )}
      {batch.open.includes('tryOut') && (
        <BatchList batch={batch} reload={() => void read.refetch()} />
      )}
      {batch.state === 'sent' && <BatchRecords batch={batch} />}
    </Page>
  )
}

const factNames = [
  'category',
  'form',
  'institution',
  'startOn',
  'endOn',
  'year',
  'claimedTenths',
] as const
const filesOf = ({ files }: Batch) => files.map(({ viewUrl: url, ...file }) => ({ ...file, url }))
const freshPapers = (id: string) => freshFrom(readBatch, { params: { id } }, filesOf)

function Papers({ batch, reload }: { batch: Batch; reload: () => Promise<unknown> }) {
  const place = useMove(addBatchFile)
  const remove = useMove(removeBatchFile, { refresh: [readBatch] })
  const params = { id: batch.id }
  return (
    <>
      <p>上传一次即可，作为每位参加者记录的附件，例如培训通知、签到表。</p>
      <Attachments
        files={filesOf(batch)}
        fresh={freshPapers(batch.id)}
        place={(body) => place.mutateAsync({ params, body })}
        arrived={reload}
        remove={(fileId) => remove.mutateAsync({ params: { ...params, fileId } })}
        limit={evidenceLimit}
        accept=".pdf,.jpg,.jpeg,.png,.heic,.ofd,.doc,.docx"
        typesText="PDF、JPG、PNG、HEIC、OFD、Word"
      />
    </>
  )
}

function Delete({ batch }: { batch: Batch }) {
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const remove = useMove(deleteBatch, { refresh: [listBatches] })
  const { id, version } = batch
  const confirm = async () => {
    try {
      await remove.mutateAsync({ params: { id }, body: { version } })
      toast('已删除')
      go(paths.batches())
    } catch (error) {
      toast(textOf(error), 'error')
      setAsking(false)
    }
  }
  return (
    <>
      <Button icon="trash" onClick={() => setAsking(true)}>
        删除
      </Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title="删除这次批量申报？"
        verb="删除"
        danger
        busy={remove.isPending}
        confirm={() => void confirm()}
      >
        <p>培训信息和证明材料将一并删除，不能恢复。</p>
      </Confirm>
    </>
  )
}

import { listSessions } from '@xueshi/contract/training/attendance'
import {
  addScan,
  listScans,
  removeScan,
  type Scan,
  scanLimit,
} from '@xueshi/contract/training/attendance-scans'
import type { TrainingClass } from '@xueshi/contract/training/classes'
import { AttachmentList, Attachments } from '../attachments.tsx'
import { freshFrom } from '../file-bytes.ts'
import { useMove, useRead } from '../queries.ts'
import { Card } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { formatInstant } from '../ui/time.ts'

const title = '签到表扫描件'
const detailed = (scan: Scan) => ({ ...scan, detail: `${scan.by} ${formatInstant(scan.at)}` })

/** The signed sheets of one session, as its institution keeps them: more may come, and until 结业 one may go. */
export function SessionScans({ id, sessionId }: { id: string; sessionId: string }) {
  const input = { params: { id }, query: { session: sessionId } }
  const reading = useRead(listScans, input)
  const place = useMove(addScan, {})
  const remove = useMove(removeScan, { refresh: [listScans, listSessions] })
  const params = { id, sessionId }
  if (reading.error)
    return (
      <Card title={title}>
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      </Card>
    )
  if (!reading.data)
    return (
      <Card title={title}>
        <Skeleton lines={2} />
      </Card>
    )
  const { items, adds, removes } = reading.data
  const files = items.map(detailed)
  const fresh = freshFrom(listScans, input, (reply) => reply.items)
  return (
    <Card title={title}>
      {adds ? (
        <>
          <p>
            {removes
              ? '学员签过名的签到表扫描后在这里留存，作为考勤的依据；结业后不能删除。'
              : '已结业，留存的扫描件不能删除，可以补充上传。'}
          </p>
          <Attachments
            files={files}
            fresh={fresh}
            place={(body) => place.mutateAsync({ params, body })}
            arrived={() => reading.refetch()}
            remove={(scanId) => remove.mutateAsync({ params: { ...params, scanId } })}
            keeps={!removes}
            limit={scanLimit}
            accept=".pdf,.jpg,.jpeg,.png"
            typesText="PDF、JPG、PNG"
          />
        </>
      ) : (
        <AttachmentList files={files} fresh={fresh} />
      )}
    </Card>
  )
}

/** The signed sheets of a class by session, for the office that approved it; nothing where there are none. */
export function ClassScans({ held: { id, sessions } }: { held: TrainingClass }) {
  const input = { params: { id }, query: {} }
  const { data } = useRead(listScans, input)
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <Card title={title}>
      {sessions.map((session) => {
        const files = items.filter(({ sessionId }) => sessionId === session.id).map(detailed)
        if (files.length === 0) return null
        return (
          <section key={session.id}>
            <h3>{`${session.on} ${session.from}—${session.to}`}</h3>
            <AttachmentList
              files={files}
              fresh={freshFrom(listScans, input, (reply) => reply.items)}
            />
          </section>
        )
      })}
    </Card>
  )
}

import { type HouseState, readHouseState } from '@xueshi/contract/administration'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { formatDay, formatInstant } from '../ui/time.ts'

const sealedWithin = 10 * 60_000
const backedUpWithin = 25 * 3_600_000

/** 运行状态: what a person on duty looks at first; asked anew every fifteen seconds. */
export default function State() {
  const read = useRead(readHouseState, {}, { refetchSeconds: 15 })
  return (
    <Page
      title="运行状态"
      lead={read.data && `截至 ${formatInstant(read.data.at)}，每 15 秒更新一次`}
      actions={
        <Button icon="refresh" busy={read.isFetching} onClick={() => void read.refetch()}>
          刷新
        </Button>
      }
    >
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : read.data ? (
        <Figures state={read.data} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

/** Who signs certificates; a key that does not work stops them from being printed. */
function SigningLine({ signing: { state, subject, until } }: Pick<HouseState, 'signing'>) {
  const words = `${subject ?? ''}${until ? `，有效期至 ${formatDay(until)}` : ''}`
  const said: Record<typeof state, [Tone, string, string]> = {
    out: ['bad', '不可用', '证书暂时无法打印，请查看服务器日志'],
    off: ['attention', '未启用', '证书不带电子签名'],
    demo: ['attention', '演示密钥', `不具法律效力（${words}）`],
    signs: ['ok', '正常', words],
  }
  const [tone, short, more] = said[state]
  return (
    <>
      <Status tone={tone}>{short}</Status>
      <br />
      {more}
    </>
  )
}

function Figures({ state }: { state: HouseState }) {
  const { pool, jobs, versions, lastBackup, lastSealAt } = state
  const now = Date.parse(state.at)
  const isFull = pool.waiting > 0
  const isLate = state.relayLagSeconds > 30
  const isSealed = lastSealAt !== null && now - Date.parse(lastSealAt) < sealedWithin
  const isBackedUp = lastBackup !== null && now - Date.parse(lastBackup.at) < backedUpWithin
  return (
    <>
      {state.demo && <Notice>演示环境不会真的发出短信和邮件，也不应存放真实的个人信息。</Notice>}
      <Card title="服务">
        <DefinitionList
          facts={[
            { term: '应用', value: <Status tone="ok">正常</Status> },
            { term: '启动时间', value: formatInstant(state.startedAt) },
            {
              term: '数据库连接',
              value: (
                <Status tone={isFull ? 'attention' : 'ok'}>
                  {`使用 ${pool.inUse}，上限 ${pool.most}${isFull ? `，${pool.waiting} 个请求在等待` : ''}`}
                </Status>
              ),
            },
            {
              term: '消息转送',
              value: (
                <Status tone={isLate ? 'attention' : 'ok'}>
                  {state.relayLagSeconds === 0 ? '没有积压' : `积压 ${state.relayLagSeconds} 秒`}
                </Status>
              ),
            },
            { term: '证书签名', value: <SigningLine signing={state.signing} /> },
          ]}
        />
      </Card>
      <Card title="后台任务">
        <DefinitionList
          facts={[
            { term: '等待执行', value: String(jobs.waiting) },
            { term: '失败后重试中', value: String(jobs.retrying) },
            {
              term: '已放弃',
              value: (
                <Status tone={jobs.failed > 0 ? 'attention' : 'ok'}>
                  {jobs.failed > 0 ? `${jobs.failed} 个，请查看服务器日志` : '没有'}
                </Status>
              ),
            },
          ]}
        />
      </Card>
      <Card title="审计与备份">
        <DefinitionList
          facts={[
            {
              term: '最近一次封存审计日志',
              value: (
                <Status tone={isSealed ? 'ok' : 'attention'}>
                  {lastSealAt === null ? '还没有' : formatInstant(lastSealAt)}
                </Status>
              ),
            },
            {
              term: '最近一次备份',
              value: (
                <Status tone={isBackedUp ? 'ok' : 'attention'}>
                  {lastBackup === null
                    ? '还没有备份过'
                    : `${formatInstant(lastBackup.at)}（${lastBackup.rows} 行，${lastBackup.files} 个文件）`}
                </Status>
              ),
            },
          ]}
        />
        {!isBackedUp && (
          <Notice tone="warn" title="请每天备份">
            在服务器上运行 npm run backup -- 文件名，并把密钥文件另外保存。
          </Notice>
        )}
      </Card>
      <Card title="版本">
        <DefinitionList
          facts={[
            { term: '系统', value: versions.application },
            { term: 'Node.js', value: versions.node },
            { term: 'PostgreSQL', value: versions.database },
          ]}
        />
      </Card>
    </>
  )
}

import { readHome } from '@xueshi/contract/insight'
import { readOwnProfile, withdrawProfile, type OwnProfile } from '@xueshi/contract/people'
import { useState } from 'react'
import { useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Confirmation } from '../ui/confirmation.tsx'
import { textOf } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { paths } from '../paths.ts'
import { CorrectionHint } from './known.tsx'
import { ProfileFacts } from './profile-facts.tsx'
import { ProfileFormCard } from './profile-form.tsx'
import { profileStateText, profileStateTone } from './text.ts'

/** 人员基本信息维护: fill in, wait for the employer, change what is in force. */
export default function ProfilePage() {
  const read = useRead(readOwnProfile, {})
  const today = useSession()?.site.today
  const [changing, setChanging] = useState(false)
  const [round, setRound] = useState(0)
  const [saved, setSaved] = useState<'sent' | 'kept' | null>(null)
  if (saved === 'sent')
    return (
      <Confirmation
        title="已提交给单位确认"
        next={[
          '单位经办人确认后，您可以送审继续教育记录、报名培训班。',
          '确认之前，您可以先添加继续教育记录草稿、上传附件。',
          '单位退回时，原因会显示在本页。',
        ]}
        actions={
          <>
            <ButtonLink look="primary" to={paths.portalHome('individual')}>
              返回首页
            </ButtonLink>
            <Button onClick={() => setSaved(null)}>查看提交的信息</Button>
          </>
        }
      />
    )
  const own = read.data
  const shown = own?.current ?? own?.confirmed ?? null
  const isForm = own !== undefined && (changing || !shown || shown.open.includes('submit'))
  return (
    <Page
      title="人员基本信息维护"
      lead="信息由工作单位确认，用于学时认定和证书打印。"
      actions={
        shown && (
          <Status tone={profileStateTone[shown.state]}>{profileStateText[shown.state]}</Status>
        )
      }
    >
      {saved === 'kept' && (
        <Notice tone="warn" title="已保存为草稿，尚未提交" live>
          没有选择工作单位，无法提交确认。请把“职称与单位”中写好的话发给单位，请单位先在本系统注册；注册后再回到本页选择单位并保存。
        </Notice>
      )}
      {own && !shown && (
        <Notice title="请先填写并保存基本信息">
          保存后就可以使用其他功能，先添加继续教育记录草稿；单位确认后，就可以送审和报名培训班。
        </Notice>
      )}
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : !own || !today ? (
        <Card>
          <Skeleton lines={12} />
        </Card>
      ) : isForm ? (
        <>
          <Returned own={own} />
          <ProfileFormCard
            key={`${shown?.id}:${shown?.version}:${round}`}
            own={own}
            today={today}
            reload={() => {
              setChanging(false)
              void read.refetch().then(() => setRound(round + 1))
            }}
            saved={(sent) => {
              setChanging(false)
              setSaved(sent ? 'sent' : 'kept')
            }}
          />
        </>
      ) : (
        shown && <Waiting own={own} change={() => setChanging(true)} />
      )}
    </Page>
  )
}

function Returned({ own: { current } }: { own: OwnProfile }) {
  if (!current?.returnReason) return null
  return (
    <Notice tone="warn" title="单位已退回，请修改后重新保存">
      {`退回原因：${current.returnReason}${current.decidedAt ? `（${formatInstant(current.decidedAt)}）` : ''}`}
    </Notice>
  )
}

/** The version that waits or is in force, and what may be done with it. */
function Waiting({ own, change }: { own: OwnProfile; change: () => void }) {
  const withdraw = useMove(withdrawProfile, {
    refresh: [readOwnProfile, readHome],
    evenRefused: true,
    done: () => toast('已撤回，可以修改后重新保存'),
  })
  const profile = own.current ?? own.confirmed
  if (!profile) return null
  const mayWithdraw = profile.open.includes('withdraw')
  return (
    <>
      {mayWithdraw && (
        <Notice
          title={`等待 ${profile.unitName ?? '单位'} 确认`}
          actions={
            <Button
              busy={withdraw.isPending}
              onClick={() =>
                withdraw.mutate(
                  { params: { id: profile.id }, body: { version: profile.version } },
                  {
                    onError: (error) => toast(textOf(error), 'error'),
                  },
                )
              }
            >
              撤回修改
            </Button>
          }
        >
          {`${profile.submittedAt ? formatInstant(profile.submittedAt) : ''} 提交。等待期间不影响查看学时和打印证书。`}
        </Notice>
      )}
      <Card
        title="基本信息"
        actions={
          !own.current && (
            <Button icon="pencil" onClick={change}>
              修改
            </Button>
          )
        }
      >
        <ProfileFacts profile={profile} />
        <CorrectionHint />
      </Card>
    </>
  )
}

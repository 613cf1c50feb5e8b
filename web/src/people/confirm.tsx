import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { readHome } from '@xueshi/contract/insight'
import { confirmProfile, listProfiles, type Profile, readProfile } from '@xueshi/contract/people'
import { useState } from 'react'
import type { CallError } from '../call.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Notice } from '../ui/notice.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Pager, useKeyset } from '../ui/pager.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Tag } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { toast } from '../ui/toast.tsx'
import { Applications } from './applications.tsx'
import { isOvertaken, Overtaken } from './overtaken.tsx'
import { ProfileFacts } from './profile-facts.tsx'
import { ReturnForm } from './return-form.tsx'
import { Transfers } from './transfers.tsx'

export const refresh = [listProfiles, readProfile, readHome]

/** 人员确认: who says they work here, oldest first; one [确认] takes profile and employment together. */
export default function ConfirmPeople() {
  const keyset = useKeyset()
  const list = useRead(listProfiles, { query: { after: keyset.after } }, { keep: true })
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Page title="人员确认" lead="核对无误后确认；有误的请退回并写明原因，对方修改后会重新提交。">
      <Card>
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : (
          <Table
            caption="等待确认的人员"
            numbered
            rows={list.data?.items}
            keyOf={(row) => row.id}
            current={open}
            empty={
              <Empty icon="check" title="没有等待确认的人员">
                有人选择本单位并保存基本信息后，会出现在这里。
              </Empty>
            }
            columns={[
              { head: '姓名', title: true, tight: true, cell: (row) => row.name },
              { head: '证件号码', tight: true, cell: (row) => row.documentNumberMasked },
              { head: '专业系列', cell: (row) => titleSeriesLabel(row.series) ?? row.series },
              { head: '专业技术任职资格', cell: (row) => row.title },
              {
                head: '事项',
                tight: true,
                cell: (row) => <Tag>{row.joins ? '加入单位' : '信息变更'}</Tag>,
              },
              { head: '提交时间', tight: true, cell: (row) => formatInstant(row.submittedAt) },
              {
                head: '操作',
                tight: true,
                cell: (row) => (
                  <Button onClick={() => setOpen(row.id)} aria-label={`核对 ${row.name}`}>
                    核对
                  </Button>
                ),
              },
            ]}
          />
        )}
        <Pager keyset={keyset} next={list.data?.next} />
      </Card>
      <Applications />
      <Transfers title="转出申请" empty="没有申请转出的人员" />
      {open && <Review key={open} id={open} close={() => setOpen(null)} />}
    </Page>
  )
}

/** The facts in a drawer, with [确认] and [退回] always in sight below them. */
function Review({ id, close }: { id: string; close: () => void }) {
  const read = useRead(readProfile, { params: { id } })
  const [returning, setReturning] = useState(false)
  const [overtaken, setOvertaken] = useState<CallError | null>(null)
  const confirm = useMove(confirmProfile, { refresh })
  const profile = read.data
  const reload = () => {
    setOvertaken(null)
    setReturning(false)
    void read.refetch()
  }
  const accept = ({ version, name }: Profile) =>
    confirm.mutate(
      { params: { id }, body: { version } },
      {
        onSuccess: () => {
          toast(`已确认 ${name}`)
          close()
        },
        onError: (error) => {
          if (isOvertaken(error)) setOvertaken(error)
          else toast(textOf(error), 'error')
        },
      },
    )
  const mayDecide = profile?.open.includes('confirm') === true && !overtaken
  return (
    <Drawer
      open
      close={close}
      title="核对人员基本信息"
      actions={
        profile &&
        mayDecide &&
        !returning && (
          <>
            <Button onClick={() => setReturning(true)}>退回</Button>
            <Button look="primary" busy={confirm.isPending} onClick={() => accept(profile)}>
              确认
            </Button>
          </>
        )
      }
    >
      {overtaken && <Overtaken error={overtaken} reload={reload} />}
      {read.error && !overtaken ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : !profile ? (
        <Skeleton lines={10} />
      ) : (
        <>
          {!mayDecide && !overtaken && (
            <Notice>这份信息当前不能由您确认：可能是您本人的信息，或已由其他经办人处理。</Notice>
          )}
          {returning && !overtaken && (
            <ReturnForm
              id={id}
              version={profile.version}
              cancel={() => setReturning(false)}
              decided={close}
              overtaken={setOvertaken}
            />
          )}
          <ProfileFacts profile={profile} />
        </>
      )}
    </Drawer>
  )
}

import {
  type ClassPlaces,
  listClasses,
  readClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import {
  confirmInOrder,
  decideEnrolments,
  listTrainees,
  mostAtOnce,
  readTrainee,
  type Trainee,
} from '@xueshi/contract/training/confirmations'
import type { Decision } from '@xueshi/contract/training/enrolments'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import type { IconName } from '../ui/icon.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Row } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { toast } from '../ui/toast.tsx'

const verbs: Record<Decision, { verb: string; icon: IconName; text: string }> = {
  confirm: {
    verb: '确认录取',
    icon: 'check',
    text: '按报名先后录取；名额用完后，其余的人列入候补。录取和候补都会通知本人。',
  },
  wait: { verb: '列入候补', icon: 'clock', text: '列入候补，有名额空出时按顺序递补。' },
  refuse: { verb: '不予录取', icon: 'ban', text: '' },
  reconsider: { verb: '撤销决定', icon: 'returned', text: '回到“已报名待确认”，并通知本人。' },
  requeue: {
    verb: '撤销决定',
    icon: 'returned',
    text: '按原来的报名顺序列入候补，有名额时立即录取，并通知本人。',
  },
}

/** Which decisions a class takes: where an order stands, it decides who has a place. */
function offeredBy({ confirmation, draw }: TrainingClass): readonly Decision[] {
  if (confirmation === 'hand') return ['confirm', 'wait', 'refuse', 'reconsider']
  return ['refuse', confirmation === 'draw' && draw?.at === null ? 'reconsider' : 'requeue']
}

/** What is told beside the reason, where a place is taken away. */
const losing: Partial<Record<Decision, string>> = {
  wait: '其中已录取的失去名额，列入候补的最后；空出的名额按顺序递补。',
  refuse: '其中已录取的失去名额，空出的名额按顺序递补。',
  reconsider: '其中已录取的撤销录取，回到“已报名待确认”；空出的名额按顺序递补。',
}

/** The buttons above 报名名单: for all who are ticked, or for none of them. */
export function Decisions({
  held,
  chosen,
  places,
  done,
}: {
  held: TrainingClass
  places: ClassPlaces
  chosen: readonly Trainee[]
  done: () => void
}) {
  const [asking, setAsking] = useState<Decision | null>(null)
  const decide = useMove(decideEnrolments, {
    refresh: [listTrainees, readTrainee, readClass, listClasses],
    evenRefused: true,
  })
  const close = () => setAsking(null)
  const send = async (decision: Decision, reason: string | null) => {
    const ids = chosen.map(({ id }) => id)
    const body = { decision, ids, reason }
    const reply = await decide.mutateAsync({ params: { id: held.id }, body })
    toast(toldOf(decision, reply))
    close()
    done()
  }
  const confirm = () => {
    if (asking === null) return
    send(asking, null).catch((error: unknown) => {
      toast(textOf(error), 'error')
      close()
    })
  }
  const takesAway = chosen.some(({ state }) => state === 'confirmed')
  const asksReason = asking === 'refuse' || (asking !== null && takesAway)
  if (!held.open.includes('decide')) return null
  return (
    <>
      {held.confirmation === 'first' && (
        <p className="field-hint">本班按报名先后录取：有名额时报名即成功，候补按顺序自动递补。</p>
      )}
      <Row>
        {held.confirmation === 'hand' && <InOrder held={held} places={places} done={done} />}
        {offeredBy(held).map((decision) => (
          <Button
            key={decision}
            icon={verbs[decision].icon}
            look={decision === 'confirm' ? 'primary' : 'secondary'}
            unavailable={whyNot(decision, chosen)}
            onClick={() => setAsking(decision)}
          >
            {verbs[decision].verb}
          </Button>
        ))}
      </Row>
      <Confirm
        open={asking !== null && !asksReason}
        close={close}
        title={`${verbs[asking ?? 'confirm'].verb} ${chosen.length} 人？`}
        verb={verbs[asking ?? 'confirm'].verb}
        busy={decide.isPending}
        confirm={confirm}
      >
        <p>{verbs[asking ?? 'confirm'].text}</p>
        <Names chosen={chosen} />
      </Confirm>
      <ReasonDialog
        open={asksReason}
        close={close}
        title={`${verbs[asking ?? 'refuse'].verb} ${chosen.length} 人`}
        label="原因"
        hint="本人会看到这段话。"
        verb={verbs[asking ?? 'refuse'].verb}
        danger
        {...(takesAway && { warning: losing[asking ?? 'refuse'] ?? '' })}
        decide={(reason) => send(asking ?? 'refuse', reason)}
        refused={whenOvertaken((error) => {
          toast(textOf(error), 'error')
          close()
        })}
      />
    </>
  )
}

/** 按顺序录取至满: one press for as many as there are places. */
function InOrder({
  held,
  places: { free, waiting, waitlisted },
  done,
}: {
  held: TrainingClass
  places: ClassPlaces
  done: () => void
}) {
  const [asking, setAsking] = useState(false)
  const fill = useMove(confirmInOrder, {
    refresh: [listTrainees, readTrainee, readClass, listClasses],
    evenRefused: true,
  })
  const count = Math.min(free, waiting + waitlisted, mostAtOnce)
  const confirm = async () => {
    try {
      const { confirmed } = await fill.mutateAsync({ params: { id: held.id } })
      toast(`已按顺序录取 ${confirmed} 人`)
      done()
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setAsking(false)
  }
  return (
    <>
      <Button
        icon="check"
        unavailable={free === 0 ? '没有空余名额' : waiting + waitlisted === 0 && '没有等待录取的人'}
        onClick={() => setAsking(true)}
      >
        {count > 0 ? `按顺序录取至满（${count} 人）` : '按顺序录取至满'}
      </Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title={`按顺序录取 ${count} 人？`}
        verb="录取"
        busy={fill.isPending}
        confirm={() => void confirm()}
      >
        <p>
          按报名顺序把空余名额一次录取完，不限于本页，并通知本人；为指定单位保留的名额只录取其人员。
        </p>
      </Confirm>
    </>
  )
}

function Names({ chosen }: { chosen: readonly Trainee[] }) {
  const shown = chosen.slice(0, 10).map(({ name }) => name)
  return (
    <p>{chosen.length > 10 ? `${shown.join('、')} 等 ${chosen.length} 人` : shown.join('、')}</p>
  )
}

/** Why a decision cannot be taken for those who are ticked. */
function whyNot(decision: Decision, chosen: readonly Trainee[]): string | false {
  if (chosen.length === 0) return '请先勾选人员'
  const against = chosen.find(({ open }) => !open.includes(decision))
  return against ? `${against.name}现在不能“${verbs[decision].verb}”` : false
}

function toldOf(
  decision: Decision,
  { confirmed, waitlisted, changed }: { confirmed: number; waitlisted: number; changed: number },
): string {
  if (decision !== 'confirm') return `已办理 ${changed} 人`
  return waitlisted > 0
    ? `已录取 ${confirmed} 人，名额已满，${waitlisted} 人列入候补`
    : `已录取 ${confirmed} 人`
}

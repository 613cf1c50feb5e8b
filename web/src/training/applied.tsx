import type { Enrolment } from '@xueshi/contract/training/enrolments'
import { paths } from '../paths.ts'
import { Confirmation } from '../ui/confirmation.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { confirmationHint } from './class-text.ts'
import { waitingText } from './enrolment-text.ts'

const titles = {
  applied: '已报名，等待确认',
  confirmed: '报名成功',
  waitlisted: '已报名，列入候补',
} as const

/** After [报名]: my place in the order, and what comes next. */
export function Applied({ mine }: { mine: Enrolment }) {
  const { state, number, before, plan, applied, waiting, className, startsOn, place } = mine
  const title = state in titles ? titles[state as keyof typeof titles] : '已报名' // of those three, says its caller
  return (
    <Confirmation
      title={title}
      number={{ name: '报名序号', value: String(number) }}
      next={[
        state === 'confirmed'
          ? `${startsOn} 开班，地点：${place}。开班前一天会提醒您。`
          : confirmationHint[mine.confirmation],
        ...(state === 'waitlisted' ? ['有名额空出时按顺序递补，并通知您。'] : []),
        '开班前可以取消报名，名额会让给候补的人。',
      ]}
      actions={
        <>
          <ButtonLink look="primary" to={paths.enrolment(mine.id)}>
            查看这次报名
          </ButtonLink>
          <ButtonLink to={paths.enrolments()}>培训班报名情况查看</ButtonLink>
          <ButtonLink look="quiet" to={paths.openClasses()}>
            继续报名
          </ButtonLink>
        </>
      }
    >
      <p>{`您已报名“${className}”。招 ${plan} 人，已报名 ${applied} 人，在您之前 ${before} 人。`}</p>
      {waiting && <p>{`候补${waitingText(waiting)}。`}</p>}
    </Confirmation>
  )
}

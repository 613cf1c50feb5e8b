import { formatHours } from '@xueshi/contract/hours'
import {
  applyForClass,
  listEnrolments,
  listOpenClasses,
  type OpenClass,
  readOpenClass,
} from '@xueshi/contract/training/enrolments'
import { categoryText } from '../ledger/text.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { errorText } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { formatInstant } from '../ui/time.ts'
import { useGo } from '../url.ts'
import {
  AdmissionFacts,
  ClassSubjects,
  FurtherFacts,
  ManualFacts,
  Timetable,
} from './class-facts.tsx'
import { classStateText } from './class-text.ts'
import './classes.css'
import { admissionText } from './enrolment-text.ts'

/** 我要报名: what the class is, what it would do for my year, and [报名] [关闭] at the lower right. */
export function ApplyDialog({ id, close }: { id: string | null; close: () => void }) {
  const go = useGo()
  const reading = useRead(readOpenClass, { params: { id: id ?? '' } }, { enabled: id !== null })
  const apply = useMove(applyForClass, {
    refresh: [listOpenClasses, listEnrolments, readOpenClass],
  })
  const shown = reading.data
  const send = () => {
    if (id === null) return
    apply.mutate(
      { body: { classId: id } },
      { onSuccess: (made) => go(`${paths.enrolment(made.id)}?view=applied`) },
    )
  }
  return (
    <Dialog
      open={id !== null}
      close={() => {
        apply.reset()
        close()
      }}
      title="我要报名"
      wide
      actions={
        <>
          <Button
            look="primary"
            busy={apply.isPending}
            unavailable={shown ? whyNot(shown) : '正在读取'}
            onClick={send}
          >
            报名
          </Button>
          <Button onClick={close}>关闭</Button>
        </>
      }
    >
      {reading.error ? (
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      ) : !shown ? (
        <Skeleton lines={10} />
      ) : (
        <>
          {apply.error && (
            <Notice
              tone="error"
              live
              title="报名没有成功"
              actions={
                apply.error.code === 'PROFILE_NOT_CONFIRMED' && (
                  <ButtonLink to={paths.profile()}>去完善基本信息</ButtonLink>
                )
              }
            >
              {errorText(apply.error.code)}
            </Notice>
          )}
          <Body shown={shown} />
        </>
      )}
    </Dialog>
  )
}

/** Why [报名] cannot be pressed; false: it can. */
function whyNot({ open, state, mine, issues, signUpFrom }: OpenClass): string | false {
  if (open.includes('apply')) return false
  if (mine && mine.state !== 'withdrawn') return '您已报名这个培训班'
  if (Object.keys(issues).length > 0) return '您不符合报名条件'
  if (state === 'approved') return `${formatInstant(signUpFrom)} 开始报名`
  if (state !== 'accepting') return `班级现在是“${classStateText[state]}”，不能报名`
  return '基本信息经单位确认后才能报名'
}

/** The contents of the dialog, for whoever looks at a class. */
export function Body({ shown }: { shown: OpenClass }) {
  return (
    <div className="class-dialog">
      <Warnings shown={shown} />
      <Gain shown={shown} />
      <h3>基本信息</h3>
      <ManualFacts shown={shown} />
      <h3>课程具体时间安排</h3>
      <Timetable shown={shown} />
      <h3>学习地点</h3>
      <p>{shown.place}</p>
      <h3>科目信息</h3>
      <ClassSubjects subjects={shown.subjects} />
      <h3>报名与收费</h3>
      <FurtherFacts
        shown={shown}
        institutionName={shown.institutionName}
        signUp={{ from: formatInstant(shown.signUpFrom), to: formatInstant(shown.signUpTo) }}
      />
      <h3>报名对象</h3>
      <AdmissionFacts admission={shown.admission} />
    </div>
  )
}

function Warnings({
  shown: { issues, clashes, reason, plan, confirmed, state },
}: {
  shown: OpenClass
}) {
  const reasons = Object.values(issues)
  return (
    <>
      {state === 'cancelled' && (
        <Notice tone="warn" title="这个培训班已取消">
          {reason}
        </Notice>
      )}
      {reasons.length > 0 && (
        <Notice tone="warn" title="您不符合这个培训班的报名条件">
          <ul className="bullets">
            {reasons.map((code) => (
              <li key={code}>{admissionText[code]}</li>
            ))}
          </ul>
        </Notice>
      )}
      {clashes.length > 0 && (
        <Notice tone="warn" title="与您的其他培训班时间冲突，仍可报名">
          <ul className="bullets">
            {clashes.map(({ className, from, to }) => (
              <li key={`${className} ${from}`}>
                {`${formatInstant(from)} 至 ${formatInstant(to).slice(11)}：${className}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {state === 'accepting' && confirmed >= plan && (
        <Notice title="名额已满，现在报名将进入候补">有名额空出时按顺序递补，并通知您。</Notice>
      )}
    </>
  )
}

/** What it would do for my year. */
function Gain({ shown: { gain, category, year, hoursTenths } }: { shown: OpenClass }) {
  if (!gain) return null
  const { haveTenths, requiredTenths, lackingTenths, lackingAfterTenths } = gain
  const kind = categoryText[category]
  const after = haveTenths + hoursTenths
  return (
    <Notice title={`对您 ${year} 年度的作用`}>
      {lackingTenths === 0
        ? `${kind}已有 ${formatHours(haveTenths)} 学时，要求 ${formatHours(requiredTenths)} 学时，已经达到；结业后为 ${formatHours(after)} 学时。`
        : `${kind}现有 ${formatHours(haveTenths)} 学时，要求 ${formatHours(requiredTenths)} 学时，还差 ${formatHours(lackingTenths)} 学时；结业后${
            lackingAfterTenths === 0
              ? '达到要求。'
              : `还差 ${formatHours(lackingAfterTenths)} 学时。`
          }`}
    </Notice>
  )
}

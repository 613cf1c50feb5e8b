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
import { DefinitionList } from '../ui/facts.tsx'
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
  furtherFacts,
  manualFacts,
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
            unavailable={shown ? whyNot(shown, new Date(reading.dataUpdatedAt)) : '正在读取'}
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
function whyNot(shown: OpenClass, now: Date): string | false {
  const { open, state, mine, issues, signUpFrom, signUpTo, profileConfirmed } = shown
  if (open.includes('apply')) return false
  if (mine && mine.state !== 'withdrawn') return '您已报名这个培训班'
  if (state !== 'approved' && state !== 'accepting')
    return `班级现在是“${classStateText[state]}”，不能报名`
  if (now >= new Date(signUpTo)) return `报名已于 ${formatInstant(signUpTo)} 截止`
  if (!profileConfirmed) return '基本信息经单位确认后才能报名'
  if (Object.keys(issues).length > 0) return '您不符合报名条件'
  if (now < new Date(signUpFrom)) return `${formatInstant(signUpFrom)} 开始报名`
  return `班级现在是“${classStateText[state]}”，不能报名`
}

/** The contents of the dialog, for whoever looks at a class. */
export function Body({ shown }: { shown: OpenClass }) {
  return (
    <div className="class-dialog">
      <Head shown={shown} />
      <Warnings shown={shown} />
      <Gain shown={shown} />
      <h3>基本信息</h3>
      <DefinitionList facts={manualFacts(shown)} />
      <h3>课程具体时间安排</h3>
      <Timetable shown={shown} />
      <h3>学习地点</h3>
      <p>{shown.place}</p>
      <h3>科目信息</h3>
      <ClassSubjects subjects={shown.subjects} />
      <h3>报名与收费</h3>
      <DefinitionList
        facts={furtherFacts(shown, shown.institutionName, {
          from: formatInstant(shown.signUpFrom),
          to: formatInstant(shown.signUpTo),
        })}
      />
      <h3>报名对象</h3>
      <AdmissionFacts admission={shown.admission} signUpTo={formatInstant(shown.signUpTo)} />
    </div>
  )
}

/** What one looks for first: which class, when, where, and whether there is a place. */
function Head({ shown: { name, startsOn, endsOn, place, plan, confirmed, free } }: Shown) {
  return (
    <div className="class-head">
      <p className="class-name">{name}</p>
      <DefinitionList
        facts={[
          { term: '时间', value: startsOn === endsOn ? startsOn : `${startsOn} 至 ${endsOn}` },
          { term: '地点', value: place },
          { term: '名额', value: `招 ${plan} 人 · 已录取 ${confirmed} 人 · 余 ${free} 个` },
        ]}
      />
    </div>
  )
}

interface Shown {
  shown: OpenClass
}

/** What an application leads to, as places are given out. */
function Prospect({ shown: { confirmation, bound, free } }: Shown) {
  if (confirmation === 'draw')
    return (
      <Notice title="本班抽签录取">报名截止后抽签，与报名先后无关；结果会通知您并公布。</Notice>
    )
  if (confirmation === 'hand')
    return (
      <Notice title="本班由施教机构确认录取">
        {bound === null
          ? '报名后请等待确认，结果会通知您。'
          : `${freeText(bound, free)}，仍可报名，由施教机构决定，不保证录取。`}
      </Notice>
    )
  return bound === null ? null : (
    <Notice title={`${freeText(bound, free)}，现在报名将进入候补`}>
      有名额空出时按顺序递补，并通知您。
    </Notice>
  )
}
const freeText = (bound: 'FULL' | 'KEPT', free: number) =>
  bound === 'FULL' ? '名额已满' : `余下 ${free} 个名额为指定单位保留`

function Warnings({ shown }: Shown) {
  const { issues, clashes, reason, state, same, profileConfirmed } = shown
  const reasons = Object.values(issues)
  return (
    <>
      {!profileConfirmed && (
        <Notice
          tone="warn"
          title="您的基本信息还没有经单位确认，确认后才能报名"
          actions={<ButtonLink to={paths.profile()}>去资料维护</ButtonLink>}
        />
      )}
      {same.length > 0 && (
        <Notice tone="warn" title="同一门课程在一个年度只记一次学时">
          <ul className="bullets">
            {same.map(({ name, credited }) => (
              <li key={name}>
                {credited ? `您已有这门课程的学时：${name}` : `您已报名同一门课程的培训班：${name}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
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
      {state === 'accepting' && <Prospect shown={shown} />}
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

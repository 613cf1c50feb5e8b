import { formatHours } from '@xueshi/contract/hours'
import { readTrainee } from '@xueshi/contract/training/confirmations'
import { useRead } from '../queries.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Drawer } from '../ui/overlay.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { formatInstant } from '../ui/time.ts'
import { Timeline } from '../ui/timeline.tsx'
import {
  enrolmentActText,
  enrolmentActTone,
  enrolmentStateText,
  enrolmentStateTone,
  markText,
} from './enrolment-text.ts'
import { changeLine } from './mark-changes.tsx'
import { levelText, seriesText } from './text.ts'

/** 学员档案: one of a class, as its institution may see them. */
export function TraineeDrawer({
  classId,
  enrolmentId,
  close,
}: {
  classId: string
  enrolmentId: string | null
  close: () => void
}) {
  const reading = useRead(
    readTrainee,
    { params: { id: classId, enrolmentId: enrolmentId ?? '' } },
    { enabled: enrolmentId !== null },
  )
  const trainee = reading.data
  return (
    <Drawer open={enrolmentId !== null} close={close} title="学员档案">
      {reading.error ? (
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      ) : !trainee ? (
        <Skeleton lines={8} />
      ) : (
        <>
          <h3>{trainee.name}</h3>
          <p>
            <Status tone={enrolmentStateTone[trainee.state]}>
              {enrolmentStateText[trainee.state]}
            </Status>
          </p>
          <DefinitionList
            facts={[
              { term: '证件号码', value: trainee.documentNumberMasked },
              { term: '手机号码', value: trainee.phoneMasked },
              { term: '工作单位', value: trainee.unitName },
              { term: '专业技术任职资格', value: trainee.title },
              { term: '职称层级', value: levelText(trainee.titleLevel) },
              { term: '专业系列', value: seriesText(trainee.series) },
              { term: '从事专业', value: trainee.specialty },
              { term: '报名序号', value: `第 ${trainee.number} 号` },
              ...(trainee.nominatedBy ? [{ term: '提名单位', value: trainee.nominatedBy }] : []),
              ...(trainee.noShows > 0
                ? [{ term: '一年内缺席', value: `${trainee.noShows} 次` }]
                : []),
              ...trainee.attempts.map(({ attempt, score, passed }) => ({
                term: attempt === 1 ? '成绩' : '补考',
                value: `${score === null ? '' : `${score} 分，`}${passed ? '合格' : '不合格'}`,
              })),
              ...(trainee.reason ? [{ term: '原因', value: trainee.reason, wide: true }] : []),
            ]}
          />
          {trainee.sessions.some(({ mark }) => mark !== null) && (
            <>
              <h3>考勤</h3>
              <DefinitionList
                facts={trainee.sessions.map(({ from, mark, changes }) => ({
                  term: formatInstant(from),
                  value: [mark && markText[mark], ...changes.map(changeLine)]
                    .filter(Boolean)
                    .join('；'),
                }))}
              />
            </>
          )}
          {trainee.credits.length > 0 && (
            <>
              <h3>已记入台账的学时</h3>
              <DefinitionList
                facts={trainee.credits.map(({ name, hoursTenths, reversed }) => ({
                  term: name,
                  value: `${formatHours(hoursTenths)} 学时${reversed ? '（已冲销）' : ''}`,
                }))}
              />
            </>
          )}
          <h3>办理经过</h3>
          <Timeline
            events={trainee.timeline.toReversed().map(({ at, act, by, reason }) => ({
              at,
              what: enrolmentActText[act],
              who: by,
              why: reason,
              tone: enrolmentActTone[act],
            }))}
          />
        </>
      )}
    </Drawer>
  )
}

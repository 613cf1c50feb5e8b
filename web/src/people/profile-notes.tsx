import type { PendingPolicy, ProfileForm } from '@xueshi/contract/people'
import { profileWarnings } from '@xueshi/contract/people/profile-form'
import { transferWorkingDays } from '@xueshi/contract/people/transfers'
import { useId } from 'react'
import { Notice } from '../ui/notice.tsx'
import { fieldText, oddText, pendingPolicyText } from './text.ts'

/** Dates that life seldom writes: shown before saving, and no hindrance. */
export function Odd({ form }: { form: Partial<ProfileForm> }) {
  const { birthDate, graduatedOn = null, startedWorkOn, titleObtainedOn = null } = form
  if (!birthDate || !startedWorkOn) return null
  const odd = Object.entries(
    profileWarnings({
      birthDate,
      graduatedOn,
      startedWorkOn,
      titleObtainedOn,
      otherTitles: [],
      otherDegrees: [],
    }),
  )
  if (odd.length === 0) return null
  const labels: Readonly<Record<string, string>> = fieldText
  return (
    <Notice tone="warn" title="以下日期少见，确认无误可以继续保存">
      {odd.map(([field, code]) => `${labels[field] ?? ''}：${oddText[code] ?? ''}`).join('；')}
    </Notice>
  )
}

/** Another unit was chosen: what happens at the former one, and who goes on with what waits there. */
export function PolicyField({
  formerName,
  policy,
  choose,
}: {
  formerName: string
  policy: PendingPolicy
  choose: (policy: PendingPolicy) => void
}) {
  const name = useId()
  return (
    <Notice tone="info" title={`保存后将从 ${formerName} 转出`}>
      {`原单位有 ${transferWorkingDays} 个工作日可以提出异议，到期没有答复即视为同意。`}
      <fieldset className="plain">
        <legend>原单位尚未审完的继续教育记录</legend>
        {(['follow', 'finish'] as const).map((value) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name={name}
              checked={policy === value}
              onChange={() => choose(value)}
            />
            <span>{pendingPolicyText[value]}</span>
          </label>
        ))}
      </fieldset>
    </Notice>
  )
}

import type { Profile, ProfileForm } from '@xueshi/contract/people'
import { changedFields } from '@xueshi/contract/people/profile-form'
import { Button } from '../ui/button.tsx'
import { Conflict, differenceOf } from '../ui/conflict.tsx'
import { Notice } from '../ui/notice.tsx'
import { fieldText, profileStateText } from './text.ts'
import { valueText } from './value-text.ts'

export interface ProfileConflictProps {
  /** The profile as it stands now. */
  current: Profile
  typed: ProfileForm
  takeCurrent: () => void
  keepTyped: () => void
}

/** What changed elsewhere while the form was being filled in, and the choice between the two. */
export function ProfileConflict({ current, typed, takeCurrent, keepTyped }: ProfileConflictProps) {
  if (current.state === 'submitted')
    return (
      <Notice
        tone="warn"
        live
        title={`您的信息现在是“${profileStateText.submitted}”，不能再修改`}
        actions={<Button onClick={takeCurrent}>查看提交的信息</Button>}
      >
        您可能在另一个窗口中已经提交。如需修改，可以先撤回。
      </Notice>
    )
  const changes = changedFields(withoutEmpty(current.form), withoutEmpty(typed))
  return (
    <Conflict
      title="您的信息刚刚在别处修改过，您填写的内容还没有保存"
      differences={changes.map((field) => sentenceOf(field, current, typed))}
      takeCurrent={takeCurrent}
      keepTyped={keepTyped}
    />
  )
}

/** A field that was emptied reads '' until the shape has seen it. */
const withoutEmpty = (form: ProfileForm) =>
  Object.fromEntries(
    Object.entries(form).map(([field, value]) => [field, value === '' ? null : value]),
  ) as ProfileForm // the same fields

function sentenceOf(field: keyof ProfileForm, { form, unitName }: Profile, typed: ProfileForm) {
  const label = fieldText[field]
  if (field === 'unitId')
    return `${label}：最新保存的是“${unitName ?? '空'}”，您${typed.unitId ? '选择了另一个单位' : '没有选择单位'}`
  const saved = valueText(field, form)
  const mine = valueText(field, typed)
  return saved === null || mine === null
    ? `${label}：最新保存的与您填写的不同`
    : differenceOf(label, saved, mine)
}

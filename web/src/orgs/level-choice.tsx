import { RadioGroup } from '../ui/choice-field.tsx'

/** 身份 of somebody who is to work for a unit; only a manager in person makes managers. */
export function LevelChoice({
  at,
  clerksOnly = false,
}: {
  at: { name: string }
  clerksOnly?: boolean
}) {
  return (
    <RadioGroup
      {...at}
      label="身份"
      required
      options={[
        { value: 'clerk', text: '经办人', hint: '办理日常业务' },
        ...(clerksOnly
          ? []
          : [{ value: 'manager', text: '管理员', hint: '还可以增减员工、发出邀请' }]),
      ]}
    />
  )
}

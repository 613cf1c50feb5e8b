import type { Declaration } from '@xueshi/contract/declarations'
import { paths } from '../paths.ts'
import { Conflict, differenceOf } from '../ui/conflict.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import './declarations.css'
import { fieldNames, fieldText, formOf, valueText } from './record.ts'
import { stateText } from './text.ts'

export interface RecordConflictProps {
  /** The record as it stands now. */
  current: Declaration
  typed: Readonly<Record<string, unknown>>
  takeCurrent: () => void
  keepTyped: () => void
}

/** What changed elsewhere while the fields were being filled in, and the choice between the two. */
export function RecordConflict({ current, typed, takeCurrent, keepTyped }: RecordConflictProps) {
  if (!current.open.includes('edit'))
    return (
      <Notice
        tone="warn"
        live
        title={`这条记录现在是“${stateText[current.state]}”，不能再修改`}
        actions={<ButtonLink to={paths.declaration(current.id)}>查看这条记录</ButtonLink>}
      >
        您可能在另一个窗口中已经送审。
      </Notice>
    )
  const saved = formOf(current)
  const changes = fieldNames.filter(
    (name) => valueText(name, saved[name]) !== valueText(name, typed[name]),
  )
  return (
    <Conflict
      title="这条记录刚刚在别处修改过，您的修改还没有保存"
      differences={changes.map((name) =>
        differenceOf(fieldText[name], valueText(name, saved[name]), valueText(name, typed[name])),
      )}
      takeCurrent={takeCurrent}
      keepTyped={keepTyped}
    />
  )
}

import type { Declaration } from '@xueshi/contract/declarations'
import { paths } from '../paths.ts'
import { Button } from '../ui/button.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import './declarations.css'
import { fieldNames, fieldText, formOf, valueText } from './record.ts'
import { stateText } from './text.ts'

export interface ConflictProps {
  /** The record as it stands now. */
  current: Declaration
  typed: Readonly<Record<string, unknown>>
  takeCurrent: () => void
  keepTyped: () => void
}

/** What changed elsewhere while the fields were being filled in, and the choice between the two. */
export function Conflict({ current, typed, takeCurrent, keepTyped }: ConflictProps) {
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
    <Notice
      tone="warn"
      live
      title="这条记录刚刚在别处修改过，您的修改还没有保存"
      actions={
        <>
          <Button onClick={takeCurrent}>使用最新保存的内容</Button>
          {changes.length > 0 && <Button onClick={keepTyped}>保存我填写的内容</Button>}
        </>
      }
    >
      {changes.length > 0 ? (
        <ul className="plain-list">
          {changes.map((name) => (
            <li key={name}>
              {`${fieldText[name]}：最新保存的是“${valueText(name, saved[name]) || '空'}”，您填写的是“${
                valueText(name, typed[name]) || '空'
              }”`}
            </li>
          ))}
        </ul>
      ) : (
        <p>两边的内容相同，直接使用最新保存的内容即可。</p>
      )}
    </Notice>
  )
}

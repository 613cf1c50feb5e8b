import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

export interface ConflictProps {
  /** Of what, and that nothing typed is saved yet. */
  title: string
  /** What differs, a sentence for each field. */
  differences: readonly string[]
  takeCurrent: () => void
  keepTyped: () => void
}

/** A form was saved elsewhere while it was being filled in: what differs, and the choice between the two. */
export function Conflict({ title, differences, takeCurrent, keepTyped }: ConflictProps) {
  return (
    <Notice
      tone="warn"
      live
      title={title}
      actions={
        <>
          <Button onClick={takeCurrent}>使用最新保存的内容</Button>
          {differences.length > 0 && <Button onClick={keepTyped}>保存我填写的内容</Button>}
        </>
      }
    >
      {differences.length > 0 ? (
        <ul className="plain-list">
          {differences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p>两边的内容相同，直接使用最新保存的内容即可。</p>
      )}
    </Notice>
  )
}

/** How a field that was saved elsewhere differs from what is typed. */
export const differenceOf = (label: string, saved: string, typed: string) =>
  `${label}：最新保存的是“${saved || '空'}”，您填写的是“${typed || '空'}”`

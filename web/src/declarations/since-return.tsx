import type { Declaration } from '@xueshi/contract/declarations'
import { Notice } from '../ui/notice.tsx'
import { formatInstant } from '../ui/time.ts'
import { fieldNames, fieldText, formOf, valueText } from './record.ts'

/** What the person changed since the record was last returned: the reviewer need not look for it. */
export function SinceReturn({ record }: { record: Declaration }) {
  const { returned } = record
  if (!returned) return null
  const lines = [...fieldLines(record, returned.form), ...fileLines(record, returned.files)]
  return (
    <Notice title={`退回（${formatInstant(returned.at)}）后的修改`}>
      {lines.length === 0 ? (
        <p>申报内容和附件都没有修改。</p>
      ) : (
        <ul className="plain-list">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

type Returned = NonNullable<Declaration['returned']>

function fieldLines(record: Declaration, former: Returned['form']): string[] {
  const [before, now] = [formOf(former), formOf(record)]
  return fieldNames.flatMap((name) => {
    const [was, is] = [valueText(name, before[name]), valueText(name, now[name])]
    return was === is ? [] : [`${fieldText[name]}：由“${was || '空'}”改为“${is || '空'}”`]
  })
}

function fileLines({ evidence }: Declaration, former: Returned['files']): string[] {
  const names = (files: readonly { name: string }[]) => files.map(({ name }) => name).join('、')
  const isIn = (files: readonly { id: string }[]) => (file: { id: string }) =>
    files.some(({ id }) => id === file.id)
  const ready = evidence.filter(({ state }) => state === 'ready')
  const added = ready.filter((file) => !isIn(former)(file))
  const gone = former.filter((file) => !isIn(ready)(file))
  return [
    ...(added.length > 0 ? [`增加附件：${names(added)}`] : []),
    ...(gone.length > 0 ? [`删除附件：${names(gone)}`] : []),
  ]
}

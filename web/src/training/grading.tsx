import { paths } from '../paths.ts'
import { DeskList } from './desk-list.tsx'

/** 成绩与结业: the classes that are to be judged, and those that were. */
export default function Grading() {
  return (
    <DeskList
      desk="grading"
      title="成绩与结业"
      lead="登记成绩，预览结业结果，确认后学时一次记入所有合格学员的台账。"
      none="开班后的培训班会出现在这里。"
      to={(row) => paths.resultsOf(row.id)}
    />
  )
}

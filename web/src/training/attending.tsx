import { paths } from '../paths.ts'
import { DeskList } from './desk-list.tsx'

/** 考勤: the classes that go on. */
export default function Attending() {
  return (
    <DeskList
      desk="attending"
      title="考勤"
      lead="选择一个培训班，逐节签到或登记考勤。"
      none="开放报名后的培训班会出现在这里。"
      to={(row) => paths.attendanceOf(row.id)}
    />
  )
}

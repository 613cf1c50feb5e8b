import { paths } from '../paths.ts'
import { DeskList } from './desk-list.tsx'

/** 报名确认: the classes whose places are being given out. */
export default function Confirming() {
  return (
    <DeskList
      desk="confirming"
      title="报名确认"
      lead="开放报名后到开班前的培训班；选择一个，办理它的报名。"
      none="开放报名后会出现在这里。"
      to={(row) => paths.confirmingClass(row.id)}
      further={[{ head: '待确认', align: 'end', tight: true, cell: (row) => row.waiting }]}
    />
  )
}

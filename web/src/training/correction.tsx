import { correctResult, type Judged, listResults } from '@xueshi/contract/training/attendance'
import { listTrainees, readTrainee } from '@xueshi/contract/training/confirmations'
import { useMove } from '../queries.ts'
import { textOf } from '../ui/errors.ts'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { toast } from '../ui/toast.tsx'

interface CorrectionProps {
  classId: string
  row: Judged | null
  close: () => void
}

/** 更正 after 结业: the hours are taken back by an entry of their own, or credited after all. */
export function Correction({ classId, row, close }: CorrectionProps) {
  const correct = useMove(correctResult, {
    refresh: [listResults, listTrainees, readTrainee],
    evenRefused: true,
  })
  const revokes = row?.state === 'completed'
  return (
    <ReasonDialog
      open={row !== null}
      close={close}
      title={`更正 ${row?.name ?? ''} 的结业结果`}
      label="更正原因"
      hint="学员会看到这段话。"
      verb={revokes ? '更正为未合格' : '更正为结业'}
      danger={revokes}
      warning={
        revokes
          ? '已记入台账的学时用一笔冲销收回，原记录保留。'
          : '按科目把学时记入台账，并通知本人。'
      }
      decide={async (reason) => {
        if (!row) return
        await correct.mutateAsync({
          params: { id: classId, enrolmentId: row.enrolmentId },
          body: { version: row.version, to: revokes ? 'failed' : 'completed', reason },
        })
        toast('已更正，并通知本人')
        close()
      }}
      refused={whenOvertaken((error) => {
        toast(textOf(error), 'error')
        close()
      })}
    />
  )
}

import {
  copyCourses,
  type CourseRow,
  deleteCourse,
  listCourses,
} from '@xueshi/contract/training/courses'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Confirm } from '../ui/overlay.tsx'
import { toast } from '../ui/toast.tsx'

interface ActProps<Row> {
  chosen: readonly Row[]
  done: () => void
}

/** [复制到下一年度]: the ticked courses as drafts of next year. */
export function CopyCourses({
  chosen,
  thisYear,
  done,
}: ActProps<CourseRow> & { thisYear: number }) {
  const [asking, setAsking] = useState(false)
  const copy = useMove(copyCourses, { refresh: [listCourses] })
  const year = thisYear + 1
  const confirm = async () => {
    try {
      const ids = chosen.map(({ id }) => id)
      const { copied, passedOver } = await copy.mutateAsync({ body: { ids, year } })
      const rest = passedOver > 0 ? `，${passedOver} 门在该年度已有同名课程` : ''
      toast(`已复制 ${copied} 门课程到 ${year} 年度${rest}`)
      done()
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setAsking(false)
  }
  return (
    <>
      <Button
        icon="calendar"
        unavailable={chosen.length === 0 && '请先勾选要复制的课程'}
        onClick={() => setAsking(true)}
      >
        复制到下一年度
      </Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title={`复制 ${chosen.length} 门课程到 ${year} 年度？`}
        verb="复制"
        busy={copy.isPending}
        confirm={() => void confirm()}
      >
        <p>复制为草稿，可以修改后再提交备案。该年度已有同名课程的不再复制。</p>
        <ul className="course-names">
          {chosen.map((row) => (
            <li key={row.id}>{row.name}</li>
          ))}
        </ul>
      </Confirm>
    </>
  )
}

/** [删除]: those of the ticked courses that no office has filed and that wait at none. */
export function DeleteCourse({ chosen, done }: ActProps<CourseRow & { deletable: boolean }>) {
  const [asking, setAsking] = useState(false)
  const remove = useMove(deleteCourse, { refresh: [listCourses] })
  const drafts = chosen.filter(({ deletable }) => deletable)
  const confirm = async () => {
    try {
      for (const { id } of drafts) await remove.mutateAsync({ params: { id } })
      toast(`已删除 ${drafts.length} 门课程`)
      done()
    } catch (error) {
      toast(textOf(error), 'error')
    }
    setAsking(false)
  }
  return (
    <>
      <Button
        icon="trash"
        unavailable={drafts.length === 0 && '请先勾选要删除的课程：草稿、已撤回或被退回的'}
        onClick={() => setAsking(true)}
      >
        删除
      </Button>
      <Confirm
        open={asking}
        close={() => setAsking(false)}
        title={`删除 ${drafts.length} 门课程？`}
        verb="删除"
        danger
        busy={remove.isPending}
        confirm={() => void confirm()}
      >
        <p>删除后不能恢复。</p>
        <ul className="course-names">
          {drafts.map((row) => (
            <li key={row.id}>{row.name}</li>
          ))}
        </ul>
      </Confirm>
    </>
  )
}

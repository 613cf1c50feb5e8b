import { usePathParam } from '../url.ts'
import { WrittenClass } from './class-form.tsx'

/** 变更开班安排: days, rooms, teachers of a class that was approved. */
export default function ClassChange() {
  const id = usePathParam('id')
  return <WrittenClass key={id} id={id} move="change" />
}

import {
  listClasses,
  moveClass,
  type PlainMove,
  readClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { ClockTime, Day } from '@xueshi/contract/shapes'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { DateField } from '../ui/date-field.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Columns, Row } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'

const Deadline = z.object({ signUpTo: z.object({ on: Day, at: ClockTime }) })

interface ReopenProps {
  held: TrainingClass
  move: PlainMove
  title: string
  verb: string
  done: string
  close: () => void
}

/** Whether nobody could apply if the class were opened as it is: its sign-up is over. */
export const isSignUpOver = ({ signUpToOn, signUpToAt }: TrainingClass, now: Date): boolean =>
  // Classes keep the time of Asia/Shanghai, wherever the browser is.
  new Date(`${signUpToOn}T${signUpToAt}:00+08:00`) <= now

/** Opens a class whose sign-up is over: until when one may apply is asked anew. */
export function ReopenDialog({ held, move, title, verb, done, close }: ReopenProps) {
  const send = useMove(moveClass, { refresh: [listClasses, readClass] })
  const form = useFormOf(Deadline, { start: { signUpTo: { at: held.signUpToAt } } })
  return (
    <Dialog open close={close} title={title}>
      <Form
        form={form}
        label={verb}
        submit={async ({ signUpTo }) => {
          const body = { version: held.version, move, signUpTo }
          await send.mutateAsync({ params: { id: held.id }, body })
          toast(done)
          close()
        }}
      >
        <p>{`报名已于 ${held.signUpToOn} ${held.signUpToAt} 截止。请填写新的报名截止时间，须在开班之前；已报名的学员会收到通知。`}</p>
        <Columns>
          <DateField {...form.at('signUpTo.on')} label="新的报名截止日期" required />
          <TextField
            {...form.at('signUpTo.at')}
            label="新的报名截止时间"
            type="time"
            required
            width="short"
          />
        </Columns>
        <Row end>
          <Button onClick={close}>取消</Button>
          <SubmitButton>{verb}</SubmitButton>
        </Row>
      </Form>
    </Dialog>
  )
}

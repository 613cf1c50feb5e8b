import { signIn } from '@xueshi/contract/training/enrolments'
import * as z from 'zod/mini'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { errorText } from '../ui/errors.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { formatInstant } from '../ui/time.ts'
import { useUrlState } from '../url.ts'
import { markText } from './enrolment-text.ts'

const Code = z.object({
  session: z.optional(z.string()),
  slot: z.optional(z.string()),
  code: z.optional(z.string()),
})

/** Where the code on the wall leads: one press and the sign-in stands. */
export default function SignIn() {
  const [{ session, slot, code }] = useUrlState(Code)
  const send = useMove(signIn)
  const [asked, setAsked] = useState(false)
  const whole = session !== undefined && slot !== undefined && code !== undefined
  const press = () => {
    if (!whole) return
    setAsked(true)
    send.mutate({ body: { sessionId: session, slot: Number(slot), mac: code } })
  }
  const done = send.data
  return (
    <Page title="扫码签到" width="form">
      {done ? (
        <Notice
          tone="ok"
          live
          title={done.again ? '您已经签到过了' : '签到成功'}
          actions={<ButtonLink to={paths.enrolments()}>培训班报名情况查看</ButtonLink>}
        >
          {`${done.className}：${markText[done.mark]}，${formatInstant(done.at)}`}
        </Notice>
      ) : (
        <Card>
          {send.error && asked && (
            <Notice tone="error" live title="没有签到">
              {send.error.code === 'BAD_REQUEST' || send.error.code === 'INVALID'
                ? errorText('SIGN_IN_CODE_WRONG')
                : errorText(send.error.code)}
            </Notice>
          )}
          {whole ? (
            <>
              <p>确认由本人到课。签到时间以系统收到的时间为准。</p>
              <Button look="primary" icon="check" busy={send.isPending} onClick={press}>
                签到
              </Button>
            </>
          ) : (
            <Notice
              tone="warn"
              title="没有读到签到码"
              actions={<ButtonLink to={paths.enrolments()}>培训班报名情况查看</ButtonLink>}
            >
              请用手机扫描上课地点屏幕上的二维码。
            </Notice>
          )}
        </Card>
      )}
    </Page>
  )
}

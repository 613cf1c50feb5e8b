import { publicPaths } from '../public-paths.ts'
import { Button } from '../ui/button.tsx'
import { copyText } from '../ui/copy.ts'
import { Notice } from '../ui/notice.tsx'
import './people.css'

/**
 * A unit that has not registered must do so before it can confirm anybody: a message for it that is
 * ready to be sent, with the address where a unit registers.
 */
export function InviteUnit({ unitName, personName }: { unitName: string; personName: string }) {
  const address = `${window.location.origin}${publicPaths.register()}?kind=unit`
  const message =
    `您好，我是${personName}。我在广东省专业技术人员继续教育管理系统中没有找到“${unitName}”，` +
    `暂时不能提交基本信息。请单位经办人先在系统注册：${address} ` +
    '注册并审核通过后，系统会通知我，我再选择单位并提交确认。谢谢！'
  return (
    <Notice
      title="请单位先注册：把这段话发给单位经办人"
      actions={
        <>
          <Button onClick={() => void copyText('这段话', message)}>复制</Button>
          {'share' in navigator && <Button onClick={() => void share(message)}>分享</Button>}
        </>
      }
    >
      <p className="ready-message">{message}</p>
    </Notice>
  )
}

/** Whoever closes the sheet of the device without choosing has said no, which is no fault. */
const share = (text: string) => navigator.share({ text }).catch(() => undefined)

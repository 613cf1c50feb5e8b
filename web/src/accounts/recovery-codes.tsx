import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'

/** Ten recovery codes, shown this once. `done` when they have been put away. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'))
      toast('恢复码已复制')
    } catch {
      toast('浏览器不允许复制，请抄写或打印', 'error')
    }
  }
  return (
    <div role="group" aria-label="恢复码">
      <Notice tone="warn" title="请保存恢复码，它们只显示这一次">
        <p>
          手机丢失或不在身边时，每个恢复码可以代替一次动态验证码。请打印或抄写后放在安全的地方。
        </p>
      </Notice>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Row>
        <Button onClick={() => void copy()}>复制</Button>
        <Button onClick={() => window.print()}>打印</Button>
        <Button look="primary" onClick={done}>
          我已保存，完成
        </Button>
      </Row>
    </div>
  )
}

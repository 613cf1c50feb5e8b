import { discardUnit, readOwnUnit, type Unit, withdrawUnit } from '@xueshi/contract/orgs/units'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { renewSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Confirm } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'

const acts = {
  withdraw: {
    text: '撤回注册',
    title: '撤回单位注册？',
    words: '撤回后可以修改，再次提交后重新排队审核。撤回期间，代码不再为本单位保留。',
  },
  discard: {
    text: '放弃注册',
    title: '放弃单位注册？',
    words:
      '放弃后不能恢复：您不再是这个单位的员工，代码可以由其他人注册，已选择本单位的人员会收到通知。',
  },
} as const

/** A registration that was a mistake lets its code go: 撤回 to correct it, 放弃 for good. */
export function GivingUp({ unit, reload }: { unit: Unit; reload: () => void }) {
  const go = useGo()
  const [asking, setAsking] = useState<keyof typeof acts | null>(null)
  const withdraw = useMove(withdrawUnit, { refresh: [readOwnUnit] })
  const discard = useMove(discardUnit)
  const may = (['withdraw', 'discard'] as const).filter((name) => unit.open.includes(name))
  if (may.length === 0) return null
  const refused = (error: unknown) => {
    setAsking(null)
    toast(textOf(error), 'error')
    reload()
  }
  const confirm = async () => {
    const body = { version: unit.version }
    try {
      if (asking === 'withdraw') {
        await withdraw.mutateAsync({ body })
        toast('已撤回，修改后可以再次提交')
        setAsking(null)
        return
      }
      await discard.mutateAsync({ body })
      go(paths.home())
      await renewSession()
      toast('已放弃注册')
    } catch (error) {
      refused(error)
    }
  }
  return (
    <Card title={may.includes('withdraw') ? '需要修改？' : '填错了或不再注册？'}>
      <Row>
        {may.map((name) => (
          <Button key={name} onClick={() => setAsking(name)}>
            {acts[name].text}
          </Button>
        ))}
      </Row>
      <Confirm
        open={asking !== null}
        close={() => setAsking(null)}
        title={asking ? acts[asking].title : ''}
        verb={asking ? acts[asking].text : ''}
        danger
        busy={withdraw.isPending || discard.isPending}
        confirm={() => void confirm()}
      >
        <p>{asking ? acts[asking].words : ''}</p>
      </Confirm>
    </Card>
  )
}

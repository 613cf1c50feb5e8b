import {
  drawClass,
  listClasses,
  readClass,
  setPromotion,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { listTrainees } from '@xueshi/contract/training/confirmations'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Confirm } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'
import { ResizeDialog } from './resize-dialog.tsx'

/** What may be done with the places of a class as a whole. */
export function PlacesMoves({ held, reload }: { held: TrainingClass; reload: () => void }) {
  const [asking, setAsking] = useState<'resize' | 'promotion' | 'draw' | null>(null)
  const refresh = [readClass, listTrainees, listClasses]
  const promotion = useMove(setPromotion, { refresh })
  const draw = useMove(drawClass, { refresh })
  const { id, version, open, promotes, places } = held
  const close = () => setAsking(null)
  const send = async () => {
    try {
      if (asking === 'draw') {
        await draw.mutateAsync({ params: { id }, body: { version } })
        toast('已抽签，结果已通知所有人')
      } else {
        const body = { version, promotes: !promotes }
        await promotion.mutateAsync({ params: { id }, body })
        toast(promotes ? '已暂停候补递补' : '已开启候补递补')
      }
    } catch (error) {
      toast(textOf(error), 'error')
      reload()
    }
    close()
  }
  return (
    <>
      <Row>
        {open.includes('draw') && (
          <Button look="primary" icon="refresh" onClick={() => setAsking('draw')}>
            抽签
          </Button>
        )}
        {open.includes('resize') && (
          <Button icon="pencil" onClick={() => setAsking('resize')}>
            调整招生人数
          </Button>
        )}
        {open.includes('promotion') && (
          <Button icon="switch" onClick={() => setAsking('promotion')}>
            {promotes ? '暂停候补递补' : '开启候补递补'}
          </Button>
        )}
      </Row>
      <Confirm
        open={asking === 'draw' || asking === 'promotion'}
        close={close}
        title={asking === 'draw' ? '现在抽签？' : promotes ? '暂停候补递补？' : '开启候补递补？'}
        verb={asking === 'draw' ? '抽签' : promotes ? '暂停' : '开启'}
        busy={draw.isPending || promotion.isPending}
        confirm={() => void send()}
      >
        {asking === 'draw' ? (
          <p>
            {`${places.waiting} 人参加，${places.free} 个名额。只抽一次；抽签后公布种子，任何人都可以按“种子:报名序号”的 SHA-256 复核顺序。`}
          </p>
        ) : promotes ? (
          <p>暂停后，空出的名额不再自动递补，直到重新开启。</p>
        ) : (
          <p>开启后，空余名额立即按候补顺序递补，并通知本人。</p>
        )}
      </Confirm>
      {asking === 'resize' && <ResizeDialog held={held} close={close} reload={reload} />}
    </>
  )
}

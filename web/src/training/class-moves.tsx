import {
  deleteClass,
  listClasses,
  moveClass,
  type PlainMove,
  readClass,
  submitClass,
  type TrainingClass,
} from '@xueshi/contract/training/classes'
import { listTrainees } from '@xueshi/contract/training/confirmations'
import { useState } from 'react'
import { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { issueText, textOf } from '../ui/errors.ts'
import type { IconName } from '../ui/icon.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Confirm } from '../ui/overlay.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'
import { isSignUpOver, ReopenDialog } from './reopen-dialog.tsx'

interface Words {
  verb: string
  icon: IconName
  title: string
  text: string
  done: string
  look?: 'primary'
  danger?: true
}

type Name = PlainMove | 'submit' | 'delete'
const words: Record<Name, Words> = {
  submit: {
    verb: '提交审批',
    icon: 'send',
    title: '提交这个培训班审批？',
    text: '提交后由审批部门核对，期间不能修改，可以撤回。',
    done: '已提交审批',
    look: 'primary',
  },
  delete: {
    verb: '删除',
    icon: 'trash',
    title: '删除这个培训班？',
    text: '删除后不能恢复。',
    done: '已删除',
    danger: true,
  },
  withdraw: {
    verb: '撤回',
    icon: 'returned',
    title: '撤回这个培训班？',
    text: '撤回后变为草稿，修改后需要重新提交。',
    done: '已撤回',
  },
  open: {
    verb: '开放报名',
    icon: 'checkCircle',
    title: '现在开放报名？',
    text: '开放后列入培训班目录，符合条件的专业技术人员即可报名。抽签录取的，同时公布种子的校验值。',
    done: '已开放报名',
    look: 'primary',
  },
  pause: {
    verb: '暂停报名',
    icon: 'clock',
    title: '暂停报名？',
    text: '暂停期间不能报名，已报名的不受影响，可以恢复。',
    done: '已暂停报名',
  },
  resume: {
    verb: '恢复报名',
    icon: 'checkCircle',
    title: '恢复报名？',
    text: '恢复后可以继续报名，到截止时间自动停止。',
    done: '已恢复报名',
    look: 'primary',
  },
  close: {
    verb: '停止报名',
    icon: 'ban',
    title: '停止报名？',
    text: '停止后不能再报名，候补仍可递补；开班前可以重新开放。',
    done: '已停止报名',
  },
  reopen: {
    verb: '重新开放报名',
    icon: 'refresh',
    title: '重新开放报名？',
    text: '开放后可以继续报名。',
    done: '已重新开放报名',
  },
  start: {
    verb: '开班',
    icon: 'checkCircle',
    title: '现在开班？',
    text: '开班后不再接受报名和取消；没有得到名额的报名自动结束，并通知本人。',
    done: '已开班',
    look: 'primary',
  },
  assess: {
    verb: '结束培训',
    icon: 'check',
    title: '结束培训，进入考核？',
    text: '进入考核后登记成绩；仍可补登考勤，也可以继续培训。',
    done: '已进入考核',
  },
  continue: {
    verb: '继续培训',
    icon: 'returned',
    title: '回到培训中？',
    text: '误点“结束培训”时使用。',
    done: '已回到培训中',
  },
}

const openings = ['open', 'resume', 'reopen'] as const satisfies readonly PlainMove[]

/** The buttons at the right of a class's title: exactly the moves that are open. */
export function ClassMoves({ held, reload }: { held: TrainingClass; reload: () => void }) {
  const go = useGo()
  const [asking, setAsking] = useState<Name | null>(null)
  const [now] = useState(() => new Date())
  const refresh = [listClasses, readClass, listTrainees]
  const submit = useMove(submitClass, { refresh })
  const plain = useMove(moveClass, { refresh })
  const remove = useMove(deleteClass, { refresh: [listClasses] })
  const { id, version, open } = held
  const names = (Object.keys(words) as Name[]).filter((name) => open.includes(name)) // keys of a Record over Name
  const busy = submit.isPending || plain.isPending || remove.isPending
  const send = async (name: Name) => {
    if (name === 'delete') {
      await remove.mutateAsync({ params: { id } })
      go(paths.classes(), { replace: true })
    } else if (name === 'submit') await submit.mutateAsync({ params: { id }, body: { version } })
    else await plain.mutateAsync({ params: { id }, body: { version, move: name } })
    toast(words[name].done)
  }
  const confirm = async () => {
    if (!asking) return
    try {
      await send(asking)
    } catch (error) {
      toast(refusalOf(error), 'error')
      reload()
    }
    setAsking(null)
  }
  const shown = words[asking ?? 'submit']
  const opens = openings.find((name) => name === asking)
  const asksDeadline = opens !== undefined && isSignUpOver(held, now) ? opens : null
  return (
    <>
      {open.includes('edit') && (
        <ButtonLink icon="pencil" to={paths.editClass(id)}>
          编辑
        </ButtonLink>
      )}
      {open.includes('change') && (
        <ButtonLink icon="pencil" to={paths.changeClass(id)}>
          变更开班安排
        </ButtonLink>
      )}
      {names.map((name) => (
        <Button
          key={name}
          icon={words[name].icon}
          look={words[name].look ?? 'secondary'}
          onClick={() => setAsking(name)}
        >
          {words[name].verb}
        </Button>
      ))}
      {asking !== null && asksDeadline && (
        <ReopenDialog
          held={held}
          move={asksDeadline}
          title={shown.title}
          verb={shown.verb}
          done={shown.done}
          close={() => setAsking(null)}
        />
      )}
      <Confirm
        open={asking !== null && !asksDeadline}
        close={() => setAsking(null)}
        title={shown.title}
        verb={shown.verb}
        danger={shown.danger ?? false}
        busy={busy}
        confirm={() => void confirm()}
      >
        <p>{held.name}</p>
        <p>{shown.text}</p>
      </Confirm>
    </>
  )
}

/** A refusal in words; of fields that are no longer right, the first. */
function refusalOf(error: unknown): string {
  const [code] = error instanceof CallError ? Object.values(error.fields) : []
  return code === undefined ? textOf(error) : issueText(code, { label: '此项', choose: false })
}

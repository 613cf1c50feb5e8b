import {
  listDecided,
  readDeclaration,
  reinstateDeclaration,
  revokeDeclaration,
  type Declaration,
} from '@xueshi/contract/declarations'
import { useState } from 'react'
import * as z from 'zod/mini'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'

const Shape = z.omit(revokeDeclaration.parts.body, { version: true })
type Given = z.infer<typeof Shape>

/** [撤销认定] and [恢复认定] by an authority, each on a decision. */
export function Oversight({ record }: { record: Declaration }) {
  const [asking, setAsking] = useState<'revoke' | 'reinstate' | null>(null)
  const refresh = [readDeclaration, listDecided]
  const revoke = useMove(revokeDeclaration, { refresh })
  const reinstate = useMove(reinstateDeclaration, { refresh })
  const { id, version, open } = record
  const call = { params: { id } }
  const act = async (given: Given) => {
    const body = { version, ...given }
    if (asking === 'revoke') {
      await revoke.mutateAsync({ ...call, body })
      toast('已撤销认定，学时已从台账中冲销')
    } else {
      await reinstate.mutateAsync({ ...call, body })
      toast('已恢复认定，学时已重新记入台账')
    }
    setAsking(null)
  }
  if (!open.includes('revoke') && !open.includes('reinstate')) return null
  const revokes = asking === 'revoke'
  return (
    <Card title="监督管理">
      <p>
        {open.includes('revoke')
          ? '发现材料不实或认定有误的，可依据决定撤销认定，学时同时冲销。'
          : '撤销有误或已纠正的，可依据决定恢复认定，学时重新记入。'}
      </p>
      <Row>
        {open.includes('revoke') && (
          <Button look="danger" icon="ban" onClick={() => setAsking('revoke')}>
            撤销认定
          </Button>
        )}
        {open.includes('reinstate') && (
          <Button icon="refresh" onClick={() => setAsking('reinstate')}>
            恢复认定
          </Button>
        )}
      </Row>
      <Dialog
        open={asking !== null}
        close={() => setAsking(null)}
        title={revokes ? '撤销认定' : '恢复认定'}
      >
        {asking && (
          <OnDecision
            verb={revokes ? '撤销认定' : '恢复认定'}
            danger={revokes}
            act={act}
            close={() => setAsking(null)}
          />
        )}
      </Dialog>
    </Card>
  )
}

function OnDecision({
  verb,
  danger,
  act,
  close,
}: {
  verb: string
  danger: boolean
  act: (given: Given) => Promise<unknown>
  close: () => void
}) {
  const form = useFormOf(Shape, { start: {} })
  return (
    <Form form={form} submit={act} label={verb}>
      <TextField
        {...form.at('decision')}
        label="决定文书"
        hint="名称或文号，例如：粤人社决〔2026〕1号"
        required
        maxLength={100}
      />
      <TextArea
        {...form.at('reason')}
        label={`${verb}的理由`}
        hint="申报人会看到这段话。"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton look={danger ? 'danger' : 'primary'}>{verb}</SubmitButton>
      </Row>
    </Form>
  )
}

import type { Correction } from '@xueshi/contract/corrections'
import { revealCorrection } from '@xueshi/contract/corrections/reviews'
import type { Reply } from '@xueshi/contract/endpoint'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Row } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'

type Shown = Reply<typeof revealCorrection>

/** Numbers in full, for a reason that is put on record; gone again when the page is left. */
export function Numbers({ request }: { request: Correction }) {
  const [isAsking, setAsking] = useState(false)
  const [shown, setShown] = useState<Shown | null>(null)
  if (shown)
    return (
      <DefinitionList
        facts={[
          { term: '登记的完整号码', value: shown.before },
          ...(request.kind === 'document'
            ? [{ term: '更正后的完整号码', value: shown.after }]
            : []),
          ...(request.other ? [{ term: '另一账号的完整号码', value: shown.other }] : []),
        ]}
      />
    )
  return (
    <>
      <Row>
        <Button icon="eye" onClick={() => setAsking(true)}>
          查看完整证件号码
        </Button>
      </Row>
      <Dialog open={isAsking} close={() => setAsking(false)} title="查看完整证件号码">
        {isAsking && (
          <Ask
            id={request.id}
            close={() => setAsking(false)}
            show={(numbers) => {
              setAsking(false)
              setShown(numbers)
            }}
          />
        )}
      </Dialog>
    </>
  )
}

function Ask({
  id,
  close,
  show,
}: {
  id: string
  close: () => void
  show: (numbers: Shown) => void
}) {
  const send = useMove(revealCorrection)
  const form = useFormOf(revealCorrection.parts.body, { start: { reason: '' } })
  return (
    <Form
      form={form}
      label="查看完整证件号码"
      submit={async (body) => show(await send.mutateAsync({ params: { id }, body }))}
    >
      <TextArea
        {...form.at('reason')}
        label="查看原因"
        hint="查看人、时间和原因会写入审计"
        required
        limit={200}
        rows={3}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>查看</SubmitButton>
      </Row>
    </Form>
  )
}

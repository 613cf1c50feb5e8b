import {
  answerClaim,
  type Claim,
  claimOutcomes,
  listClaimsAt,
  passClaim,
  readClaim,
} from '@xueshi/contract/insight/claims'
import { readHome } from '@xueshi/contract/insight'
import { useState } from 'react'
import * as z from 'zod/mini'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam, usePortalKind } from '../url.ts'
import { ClaimFacts, ClaimHistory } from './claim-facts.tsx'
import { outcomeText } from './claim-text.ts'

const refresh = [listClaimsAt, readHome]
const Answer = z.pick(answerClaim.parts.body, { outcome: true, words: true })
const outcomes = claimOutcomes.map((value) => ({ value, text: outcomeText[value] }))

/** One claim at the desk that it waits at: the record, and the answer. */
export default function ClaimDesk() {
  const id = usePathParam('id')
  const kind = usePortalKind() ?? 'hrss'
  const reading = useRead(readClaim, { params: { id } })
  const one = reading.data
  return (
    <Page
      title={one ? `${one.personName}：${one.name}` : '缺失学时'}
      back={{ to: paths.claims(kind), text: '缺失学时办理' }}
    >
      {one ? (
        <>
          <ClaimFacts one={one} />
          {one.open.includes('answer') && (
            <AnswerForm key={one.version} one={one} reload={() => void reading.refetch()} />
          )}
          <ClaimHistory one={one} />
        </>
      ) : reading.error ? (
        <Failed error={reading.error} retry={() => void reading.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function AnswerForm({ one, reload }: { one: Claim; reload: () => void }) {
  const kind = usePortalKind() ?? 'hrss'
  const go = useGo()
  const [passing, setPassing] = useState(false)
  const answer = useMove(answerClaim, { refresh: [...refresh, readClaim] })
  const pass = useMove(passClaim, { refresh })
  const form = useFormOf(Answer, { start: { words: '' } })
  const forget = useKept(form, `claim-answer-${one.id}-${one.version}`)
  const params = { id: one.id }
  const refused = whenOvertaken((error) => {
    setPassing(false)
    toast(textOf(error), 'error')
    reload()
  })
  return (
    <Card title="答复">
      <Form
        form={form}
        label="答复"
        refused={refused}
        submit={async (values) => {
          await answer.mutateAsync({ params, body: { version: one.version, ...values } })
          forget()
          toast('已答复，当事人会收到通知')
        }}
      >
        <RadioGroup {...form.at('outcome')} label="办理结果" required options={outcomes} />
        <TextArea
          {...form.at('words')}
          label="答复内容"
          hint="当事人会看到：做了什么，或者为什么没有学时、接下来怎么办"
          required
          limit={500}
        />
        <FormActions>
          <SubmitButton>答复</SubmitButton>
          {one.open.includes('pass') && (
            <Button onClick={() => setPassing(true)}>转人社部门</Button>
          )}
        </FormActions>
      </Form>
      <ReasonDialog
        open={passing}
        close={() => setPassing(false)}
        title="转人社部门"
        label="转办原因"
        hint="当事人和人社部门会看到"
        verb="转人社部门"
        warning="转出后由所在地区的人社部门答复，本部门不再看到这条缺失学时。"
        decide={async (words) => {
          await pass.mutateAsync({ params, body: { version: one.version, words } })
          toast('已转人社部门')
          go(paths.claims(kind))
        }}
        refused={refused}
      />
    </Card>
  )
}

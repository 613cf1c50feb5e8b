import {
  acceptClaim,
  type Claim,
  listClaims,
  raiseClaim,
  readClaim,
  withdrawClaim,
} from '@xueshi/contract/insight/claims'
import { readHome } from '@xueshi/contract/insight'
import { useState } from 'react'
import type { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { textOf } from '../ui/errors.ts'
import { Confirm } from '../ui/overlay.tsx'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { usePathParam } from '../url.ts'
import { ClaimFacts, ClaimHistory } from './claim-facts.tsx'

const refresh = [listClaims, readClaim, readHome]

/** One of the person's own: where it stands, the answer, and what they say to it. */
export default function MissingHoursClaim() {
  const id = usePathParam('id')
  const reading = useRead(readClaim, { params: { id } })
  return (
    <Page
      title={reading.data?.name ?? '缺失学时'}
      back={{ to: paths.missingHours(), text: '反映过的缺失学时' }}
    >
      {reading.data ? (
        <>
          <ClaimFacts one={reading.data} />
          <Acts one={reading.data} reload={() => void reading.refetch()} />
          <ClaimHistory one={reading.data} />
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

function Acts({ one, reload }: { one: Claim; reload: () => void }) {
  const [asking, setAsking] = useState<'withdraw' | 'raise' | null>(null)
  const close = () => setAsking(null)
  const may = (move: Claim['open'][number]) => one.open.includes(move)
  const withdraw = useMove(withdrawClaim, { refresh })
  const accept = useMove(acceptClaim, { refresh })
  const raise = useMove(raiseClaim, { refresh })
  const asked = { params: { id: one.id }, body: { version: one.version } }
  const overtaken = (error: CallError) => {
    close()
    toast(textOf(error), 'error')
    reload()
  }
  const done = (words: string) => {
    close()
    toast(words)
  }
  if (one.open.length === 0) return null
  return (
    <>
      <Row>
        {may('accept') && (
          <Button
            look="primary"
            icon="check"
            busy={accept.isPending}
            onClick={() =>
              accept.mutate(asked, {
                onSuccess: () => done('已确认解决'),
                onError: overtaken,
              })
            }
          >
            确认已解决
          </Button>
        )}
        {may('raise') && (
          <Button icon="returned" onClick={() => setAsking('raise')}>
            不认可答复
          </Button>
        )}
        {may('withdraw') && (
          <Button look="quiet" onClick={() => setAsking('withdraw')}>
            撤回
          </Button>
        )}
      </Row>
      <Confirm
        open={asking === 'withdraw'}
        close={close}
        title="撤回这条缺失学时？"
        verb="撤回"
        busy={withdraw.isPending}
        confirm={() =>
          withdraw.mutate(asked, { onSuccess: () => done('已撤回'), onError: overtaken })
        }
      >
        <p>撤回后，办理部门不再答复。需要时可以重新提交。</p>
      </Confirm>
      <ReasonDialog
        open={asking === 'raise'}
        close={close}
        title="不认可答复"
        label="理由"
        hint="所在地区的人社部门会看到"
        verb="转人社部门"
        decide={async (words) => {
          await raise.mutateAsync({ ...asked, body: { version: one.version, words } })
          done('已转人社部门')
        }}
        refused={whenOvertaken(overtaken)}
      />
    </>
  )
}

import {
  type Accreditation,
  type AccreditationMove,
  readAccreditation,
} from '@xueshi/contract/orgs/accreditations'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { usePathParam } from '../url.ts'
import { AccreditationActs, actNames, acts, type AccreditationAct } from './accreditation-acts.tsx'
import { AccreditationFacts } from './accreditation-facts.tsx'
import { PaperList } from './paper-list.tsx'
import { accreditationStateText, accreditationStateTone } from './text.ts'

const back = { to: paths.accreditations(), text: '机构资质审核' }

/** One 机构资质: what the unit would teach and with what, what shows it, and the decision. */
export default function ReviewAccreditation() {
  const id = usePathParam('id')
  const read = useRead(readAccreditation, { params: { id } })
  if (read.data)
    return <OpenOne key={read.data.id} item={read.data} reload={() => void read.refetch()} />
  return (
    <Page title="机构资质" back={back}>
      {read.error ? (
        <Failed error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

const isIn = (open: readonly AccreditationMove[], name: AccreditationAct) => open.includes(name)

function OpenOne({ item, reload }: { item: Accreditation; reload: () => void }) {
  const [act, setAct] = useState<AccreditationAct | null>(null)
  const may = actNames.filter((name) => isIn(item.open, name))
  return (
    <Page title={`机构资质：${item.unitName}`} back={back}>
      <p>
        <Status tone={accreditationStateTone[item.state]}>
          {accreditationStateText[item.state]}
        </Status>
      </p>
      {item.reason && <Notice tone="warn">{`原因：${item.reason}`}</Notice>}
      {may.length === 0 && <Notice>这项资质现在不由您的部门办理。</Notice>}
      <Card
        title="资质内容"
        actions={<ButtonLink to={paths.managedUnit(item.unitId)}>查看单位</ButtonLink>}
      >
        <AccreditationFacts item={item} />
      </Card>
      <Card title="证明材料">
        <PaperList papers={item.papers} />
      </Card>
      {may.length > 0 && (
        <FormActions>
          {may.map((name, at) => (
            <Button
              key={name}
              look={at === 0 ? 'primary' : 'secondary'}
              onClick={() => setAct(name)}
            >
              {acts[name].verb}
            </Button>
          ))}
        </FormActions>
      )}
      <AccreditationActs item={item} act={act} close={() => setAct(null)} reload={reload} />
    </Page>
  )
}

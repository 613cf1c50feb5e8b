import { createCorrection, listCorrections } from '@xueshi/contract/corrections'
import { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Steps } from '../ui/steps.tsx'
import { useGo } from '../url.ts'
import { useState } from 'react'
import { CorrectionFields } from './form.tsx'
import { steps } from './steps.ts'

/** The first step: what is asked for. */
export default function NewCorrection() {
  const go = useGo()
  const list = useRead(listCorrections, { query: {} })
  const create = useMove(createCorrection, { refresh: [listCorrections] })
  const [isTwin, setTwin] = useState(false)
  return (
    <Page title="新建更正申请" width="form" back={{ to: paths.corrections(), text: '更正申请' }}>
      <Steps steps={steps} current={0} />
      {isTwin && (
        <Notice tone="warn" title="已有一项同类申请正在办理" live>
          <p>请在“更正申请”中查看，办结或撤回后才能再次申请。</p>
        </Notice>
      )}
      <Card title="申请内容">
        {list.error ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : list.data ? (
          <CorrectionFields
            start={null}
            hasUnit={list.data.hasUnit}
            verb="保存并继续"
            save={async (form) => {
              try {
                const { id } = await create.mutateAsync({ body: { form } })
                go(paths.correction(id))
              } catch (error) {
                setTwin(error instanceof CallError && error.code === 'WRONG_STATE')
                throw error
              }
            }}
          />
        ) : (
          <Skeleton lines={6} />
        )}
      </Card>
    </Page>
  )
}

import { keptDictionaries } from '@xueshi/contract/settings'
import { paths } from '../paths.ts'
import { usePathParam } from '../url.ts'
import { Card, Page } from '../ui/page.tsx'
import { Empty } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { KeptEntries } from './kept-entries.tsx'
import { keptText, type Standard, standards } from './standards.ts'

const back = { to: paths.dictionaries(), text: '字典' }

/** One dictionary: to be changed where the province words it, to be looked at where a standard does. */
export default function DictionaryPage() {
  const name = usePathParam('name')
  const kept = keptDictionaries.find((each) => each === name)
  const standard = standards().find((each) => each.name === name)
  if (kept)
    return (
      <Page title={keptText[kept].title} back={back} lead={keptText[kept].use}>
        <KeptEntries key={kept} name={kept} />
      </Page>
    )
  if (standard) return <StandardPage standard={standard} />
  return (
    <Page title="字典" back={back}>
      <Card>
        <Empty title="没有这个字典" />
      </Card>
    </Page>
  )
}

const StandardPage = ({ standard: { title, source, entries } }: { standard: Standard }) => (
  <Page title={title} back={back} lead={`依据：${source}`}>
    <Card>
      <Table
        caption={title}
        numbered
        rows={entries}
        keyOf={({ code }) => code}
        empty={null}
        columns={[
          { head: '代码', tight: true, cell: ({ code }) => code },
          { head: '名称', title: true, cell: ({ label }) => label },
        ]}
      />
    </Card>
  </Page>
)

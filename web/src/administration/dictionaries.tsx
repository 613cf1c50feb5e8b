import { keptDictionaries, type KeptDictionary } from '@xueshi/contract/settings'
import { useDictionary } from '../dictionary.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/link.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { keptText, standards } from './standards.ts'

/** 字典: what the lists of all forms offer, and who says so. */
export default function Dictionaries() {
  return (
    <Page title="字典" lead="下拉选项和常用语的来源。修改后数秒内在所有页面生效。">
      <Card title="本省维护">
        <Table
          caption="本省维护的字典"
          rows={keptDictionaries}
          keyOf={(name) => name}
          empty={null}
          columns={[
            {
              head: '名称',
              title: true,
              tight: true,
              cell: (name) => <Link to={paths.dictionary(name)}>{keptText[name].title}</Link>,
            },
            { head: '用在哪里', cell: (name) => keptText[name].use },
            { head: '在用', align: 'end', tight: true, cell: (name) => <InUse name={name} /> },
          ]}
        />
      </Card>
      <Card title="按标准执行">
        <Table
          caption="按标准执行的字典"
          rows={standards()}
          keyOf={({ name }) => name}
          empty={null}
          columns={[
            {
              head: '名称',
              title: true,
              tight: true,
              cell: ({ name, title }) => <Link to={paths.dictionary(name)}>{title}</Link>,
            },
            { head: '依据', cell: ({ source }) => source },
            { head: '条目', align: 'end', tight: true, cell: ({ entries }) => entries.length },
          ]}
        />
      </Card>
    </Page>
  )
}

function InUse({ name }: { name: KeptDictionary }) {
  return useDictionary(name).filter(({ retired }) => !retired).length
}

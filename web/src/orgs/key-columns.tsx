import type { ApiKey } from '@xueshi/contract/orgs/keys'
import { Status } from '../ui/status.tsx'
import type { Column } from '../ui/table.tsx'
import { formatInstant } from '../ui/time.ts'
import { keyScopeText, keyStateText, keyStateTone } from './text.ts'

type Shown = Pick<ApiKey, 'name' | 'head' | 'scopes' | 'createdAt' | 'lastUsedAt' | 'state'>

/** Of a key, whoever looks: its unit, and the province's own people. */
export const keyColumns = {
  head: { head: '密钥开头', tight: true, cell: (row) => <code>{`${row.head}…`}</code> },
  scopes: {
    head: '权限',
    cell: (row) => row.scopes.map((scope) => keyScopeText[scope]).join('、'),
  },
  createdAt: { head: '新建时间', tight: true, cell: (row) => formatInstant(row.createdAt) },
  lastUsedAt: {
    head: '最近使用',
    tight: true,
    cell: (row) => (row.lastUsedAt ? formatInstant(row.lastUsedAt) : '从未使用'),
  },
  state: {
    head: '状态',
    tight: true,
    cell: (row) => <Status tone={keyStateTone[row.state]}>{keyStateText[row.state]}</Status>,
  },
} as const satisfies Record<string, Column<Shown>>

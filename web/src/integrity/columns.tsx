import type { CaseRow } from '@xueshi/contract/integrity'
import type { ReactNode } from 'react'
import type { Column } from '../ui/table.tsx'
import { formatSeconds } from '../ui/time.ts'
import { caseKindText, subjectText } from './text.ts'

/** The manual's columns of 失信信息查看; what opens a case stands on its 失信内容. */
export const caseColumns = (
  opener: (row: CaseRow, text: string) => ReactNode,
): Column<CaseRow>[] => [
  { head: '失信人类型', tight: true, cell: (row) => subjectText[row.subjectKind] },
  { head: '失信人名称', title: true, cell: (row) => row.subjectName },
  { head: '失信内容', cell: (row) => opener(row, caseKindText(row.kind)) },
  { head: '操作人', cell: (row) => `${row.officeName} ${row.operatorName}` },
  { head: '操作时间', tight: true, cell: (row) => formatSeconds(row.at) },
]

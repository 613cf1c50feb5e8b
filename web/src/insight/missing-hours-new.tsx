import {
  ClaimForm,
  type ClaimKind,
  claimIssues,
  claimKinds,
  fileClaim,
  listClaims,
  type Trace,
  traceHours,
} from '@xueshi/contract/insight/claims'
import { formatHours } from '@xueshi/contract/hours'
import { listInstitutions } from '@xueshi/contract/orgs/accreditations'
import { useState } from 'react'
import * as z from 'zod/mini'
import { RegionField } from '../orgs/region-field.tsx'
import { paths } from '../paths.ts'
import { ask, useMove, useRead } from '../queries.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { RadioGroup } from '../ui/choice-field.tsx'
import { Filters } from '../ui/filters.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { useKept } from '../ui/kept.ts'
import { Notice } from '../ui/notice.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { type Found, SearchField } from '../ui/search-field.tsx'
import { Empty, Failed } from '../ui/states.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, useUrlState } from '../url.ts'
import { adviceOf, claimKindText, sourceText, traceText } from './claim-text.ts'

const Search = z.object({ year: z.optional(z.string()) })
const yearsBack = 15

/** 查找缺失学时: what the system has of the year, where each is held up, and whom to ask. */
export default function NewMissingHours() {
  const [search, setSearch] = useUrlState(Search)
  const thisYear = Number(useSession()?.site.today.slice(0, 4) ?? 2026)
  const year = search.year || String(thisYear)
  const traces = useRead(traceHours, { query: { year } })
  const [asked, setAsked] = useState<Trace | null>(null)
  const years = Array.from({ length: yearsBack }, (_, back) => {
    const value = String(thisYear - back)
    return { value, text: `${value} 年` }
  })
  return (
    <Page
      title="查找缺失学时"
      lead="先看系统里有没有这条记录、停在哪一步；停在别处的，可以请负责的单位办理。"
      back={{ to: paths.missingHours(), text: '缺失学时' }}
    >
      <Filters
        value={search}
        set={setSearch}
        filters={[{ name: 'year', label: '年度', options: years, all: '本年度' }]}
      />
      <Card title={`${year} 年度的记录`}>
        {traces.error ? (
          <Failed error={traces.error} retry={() => void traces.refetch()} />
        ) : (
          <Table
            caption={`${year} 年度的记录`}
            rows={traces.data?.items}
            keyOf={(row) => row.recordId}
            empty={
              <Empty title="系统中没有这一年的记录">
                请在下面填写缺失的学时，由负责的单位查找。
              </Empty>
            }
            columns={[
              { head: '名称', title: true, cell: (row) => row.name },
              { head: '来源', tight: true, cell: (row) => sourceText[row.source] },
              { head: '施教机构', cell: (row) => row.organisation },
              { head: '学时', align: 'end', cell: (row) => formatHours(row.hoursTenths) },
              { head: '停在哪一步', cell: (row) => <Where trace={row} /> },
              {
                head: '操作',
                tight: true,
                cell: (row) =>
                  row.holder ? (
                    <Button
                      onClick={() => setAsked(row)}
                      aria-label={`请${row.holder.name}办理：${row.name}`}
                    >
                      请对方办理
                    </Button>
                  ) : (
                    '—'
                  ),
              },
            ]}
          />
        )}
      </Card>
      <Dialog
        open={asked !== null}
        close={() => setAsked(null)}
        title={`请${asked?.holder?.name ?? ''}办理`}
      >
        {asked && (
          <Fields
            key={asked.recordId}
            year={Number(year)}
            thisYear={thisYear}
            trace={asked}
            hasUnit
            close={() => setAsked(null)}
          />
        )}
      </Dialog>
      <Card title="上面没有要找的记录">
        {traces.data && (
          <Fields
            key={year}
            year={Number(year)}
            thisYear={thisYear}
            trace={null}
            hasUnit={traces.data.hasUnit}
          />
        )}
      </Card>
    </Page>
  )
}

function Where({ trace }: { trace: Trace }) {
  const { text, tone } = traceText[trace.code]
  const advice = adviceOf(trace)
  return (
    <>
      <Status tone={tone}>{text}</Status>
      <p className="field-hint">{trace.holder ? `${advice}（${trace.holder.name}）` : advice}</p>
    </>
  )
}

const kindOf = {
  class: 'class',
  platform: 'platform',
  declaration: 'unit',
  import: 'past',
} as const
const kindOptions = claimKinds.map((value) => ({ value, text: claimKindText[value] }))

const findInstitutions = async (search: string, signal: AbortSignal): Promise<Found[]> => {
  const { items } = await ask(listInstitutions, { query: { search } }, signal)
  return items.map(({ number, name, regionPath }) => ({
    value: number,
    text: name,
    detail: regionPath,
  }))
}

interface FieldsProps {
  year: number
  thisYear: number
  /** The record that it is about; null: none was found. */
  trace: Trace | null
  /** Whether an employer says whose HR&SS office it is; else they name a place. */
  hasUnit: boolean
  close?: () => void
}

function Fields({ year, thisYear, trace, hasUnit, close }: FieldsProps) {
  const go = useGo()
  const needsPlace = (kind: ClaimKind | undefined) =>
    !hasUnit && (kind === 'unit' || kind === 'past')
  const send = useMove(fileClaim, { refresh: [listClaims] })
  const form = useFormOf(ClaimForm, {
    start: {
      year,
      ...(trace && { kind: kindOf[trace.source] }),
      record: trace && { source: trace.source, id: trace.recordId },
      institution: null,
      regionCode: null,
      name: trace?.name ?? '',
      hoursTenths: trace?.hoursTenths ?? null,
      words: '',
    },
    rules: (values) => ({
      ...claimIssues(values, thisYear),
      ...(needsPlace(values.kind) && values.regionCode === null && { regionCode: 'REQUIRED' }),
    }),
  })
  const forget = useKept(form, `claim-${trace?.recordId ?? year}`)
  const kind = form.watch('kind')
  const isTaught = kind === 'class' || kind === 'platform'
  return (
    <Form
      form={form}
      label={trace ? '请对方办理' : '填写缺失的学时'}
      submit={async (values) => {
        const institution = isTaught && !trace ? values.institution : null
        const regionCode = needsPlace(values.kind) ? values.regionCode : null
        const { id, officeName } = await send.mutateAsync({
          body: { ...values, institution, regionCode },
        })
        forget()
        toast(`已提交，由${officeName}答复`)
        go(paths.missingHoursClaim(id))
      }}
    >
      {trace ? (
        <p>{`${year} 年度“${trace.name}”：${traceText[trace.code].text}。`}</p>
      ) : (
        <>
          <Notice>{`填写的是 ${year} 年度的学时；其他年度的，请先在上面选择年度。`}</Notice>
          <RadioGroup {...form.at('kind')} label="缺失的类型" required options={kindOptions} />
          {isTaught && (
            <SearchField
              {...form.at('institution')}
              label="施教机构或平台"
              hint="输入名称中的几个字查找"
              required
              search={findInstitutions}
              startText=""
              nothingFound="没有找到。请核对名称；机构不在名录中的，请选“应由单位申报或确认的学时”。"
            />
          )}
          {needsPlace(kind) && (
            <RegionField
              {...form.at('regionCode')}
              label="受理地区"
              hint="您还没有经确认的工作单位，请选择由哪里的人社部门办理"
              required
            />
          )}
          <TextField {...form.at('name')} label="课程或培训班名称" required />
          <HoursField {...form.at('hoursTenths')} label="学时" emptyIsNull />
        </>
      )}
      <TextArea
        {...form.at('words')}
        label="情况说明"
        hint="何时何地学的、有什么凭证；负责办理的单位会看到"
        required
        limit={500}
      />
      {trace ? (
        <Row end>
          <Button onClick={() => close?.()}>取消</Button>
          <SubmitButton>提交</SubmitButton>
        </Row>
      ) : (
        <FormActions>
          <SubmitButton>提交</SubmitButton>
        </FormActions>
      )}
    </Form>
  )
}

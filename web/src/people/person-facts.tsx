import { degreeLabel } from '@xueshi/contract/dictionaries/degrees'
import { educationLabel } from '@xueshi/contract/dictionaries/educations'
import { ethnicityLabel } from '@xueshi/contract/dictionaries/ethnicities'
import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { sexLabel } from '@xueshi/contract/dictionaries/sexes'
import { titleSeriesLabel } from '@xueshi/contract/dictionaries/title-series'
import { readPerson, revealNumber, type PersonPage } from '@xueshi/contract/people/lookup'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { Table } from '../ui/table.tsx'
import { TextField } from '../ui/text-field.tsx'
import { usePortalKind } from '../url.ts'
import './people.css'
import { employmentKindText, employmentStateText, endReasonText, fieldText } from './text.ts'

/** One person as an employer or an authority may see them. */
export function PersonFacts({ id }: { id: string }) {
  const kind = usePortalKind() ?? 'hrss'
  const read = useRead(readPerson, { params: { id } })
  if (read.error) return <Failed error={read.error} retry={() => void read.refetch()} />
  const person = read.data
  if (!person) return <Skeleton lines={10} />
  return (
    <>
      {person.photoUrl && (
        <img className="photo" src={person.photoUrl} alt={`${person.name} 的照片`} />
      )}
      {!person.claimed && (
        <Notice tone="info">
          该人员由单位导入，尚未注册认领；注册时凭证件号码和手机号码认领。
        </Notice>
      )}
      <DefinitionList
        facts={[
          { term: '姓名', value: person.name },
          {
            term: person.documentType === 'residentId' ? '公民身份号码' : '证件号码',
            value: person.documentNumberMasked,
          },
          ...(person.profile ? factsOf(person.profile) : []),
        ]}
      />
      {!person.profile && <Notice>还没有已确认的基本信息。</Notice>}
      {person.mayReveal && <Reveal id={id} />}
      <p>
        <Link to={paths.personYears(kind, id)}>历年学时</Link>
      </p>
      <h3>工作单位</h3>
      <Table
        caption="工作单位"
        rows={person.employments}
        keyOf={(row) => row.id}
        empty={null}
        columns={[
          { head: '单位', title: true, cell: (row) => row.unitName },
          { head: '性质', tight: true, cell: (row) => employmentKindText[row.kind] },
          {
            head: '状态',
            tight: true,
            cell: (row) =>
              row.endReason ? endReasonText[row.endReason] : employmentStateText[row.state],
          },
          { head: '起', tight: true, cell: (row) => row.startedOn ?? '' },
          { head: '止', tight: true, cell: (row) => row.endedOn ?? '' },
        ]}
      />
    </>
  )
}

const factsOf = (profile: NonNullable<PersonPage['profile']>) => [
  { term: fieldText.sex, value: sexLabel(profile.sex) },
  { term: fieldText.birthDate, value: profile.birthDate },
  { term: fieldText.ethnicity, value: ethnicityLabel(profile.ethnicity) },
  { term: fieldText.education, value: educationLabel(profile.education) },
  { term: fieldText.degree, value: profile.degree && degreeLabel(profile.degree) },
  { term: fieldText.major, value: profile.major },
  { term: fieldText.school, value: profile.school },
  { term: fieldText.graduatedOn, value: profile.graduatedOn },
  { term: fieldText.startedWorkOn, value: profile.startedWorkOn },
  { term: fieldText.phone, value: profile.phoneMasked },
  { term: fieldText.title, value: profile.title },
  { term: fieldText.titleObtainedOn, value: profile.titleObtainedOn },
  { term: fieldText.series, value: titleSeriesLabel(profile.series) },
  { term: fieldText.specialty, value: profile.specialty },
  {
    term: fieldText.workRegion,
    value: guangdong
      .regionPath(profile.workRegion)
      .map(({ label }) => label)
      .join(''),
  },
]

/** 查看完整证件号码: with a reason, which the person can see. */
function Reveal({ id }: { id: string }) {
  const [asking, setAsking] = useState(false)
  const [number, setNumber] = useState<string | null>(null)
  const reveal = useMove(revealNumber)
  const form = useFormOf(revealNumber.parts.body, { start: { reason: '' } })
  if (number !== null) return <DefinitionList facts={[{ term: '完整证件号码', value: number }]} />
  if (!asking) return <Button onClick={() => setAsking(true)}>查看完整证件号码</Button>
  return (
    <Form
      form={form}
      label="查看完整证件号码"
      submit={async (body) => {
        const answer = await reveal.mutateAsync({ params: { id }, body })
        setNumber(answer.documentNumber)
      }}
    >
      <TextField
        {...form.at('reason')}
        label="查看原因"
        required
        width="full"
        hint="本次查看会记录在案，本人可以看到"
      />
      <FormActions>
        <SubmitButton busy={reveal.isPending}>查看</SubmitButton>
        <Button onClick={() => setAsking(false)}>取消</Button>
      </FormActions>
    </Form>
  )
}

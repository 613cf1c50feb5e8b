import { sexLabel } from '@xueshi/contract/dictionaries/sexes'
import { documentTypeLabel } from '@xueshi/contract/document-number'
import type { OwnProfile } from '@xueshi/contract/people'
import { paths } from '../paths.ts'
import { DefinitionList } from '../ui/facts.tsx'
import { Link } from '../ui/link.tsx'
import { fieldText } from './text.ts'

/** What registration settled for good: it is shown, not asked again. */
export function Known({ known }: { known: OwnProfile['known'] }) {
  const isResident = known.documentType === 'residentId'
  return (
    <>
      <DefinitionList
        facts={[
          { term: '姓名', value: known.name },
          ...(known.sex === null ? [] : [{ term: fieldText.sex, value: sexLabel(known.sex) }]),
          {
            term: isResident ? '公民身份号码' : '证件号码',
            value: isResident
              ? known.documentNumberMasked
              : `${known.documentNumberMasked}（${documentTypeLabel(known.documentType)}）`,
          },
          ...(known.birthDate === null
            ? []
            : [{ term: fieldText.birthDate, value: known.birthDate }]),
        ]}
      />
      <CorrectionHint />
    </>
  )
}

/** Where to go when it is wrong all the same. */
export function CorrectionHint() {
  return (
    <p>
      姓名或证件号码有误、已变更，或重复注册了两个账号的，请
      <Link to={paths.corrections()}>申请更正</Link>。
    </p>
  )
}

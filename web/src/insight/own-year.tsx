import { Year } from '../ledger/year.tsx'
import { usePathParam } from '../url.ts'
import { Ways } from './ways.tsx'

/** 年度学时 of the reader, with how what is lacking may be closed. */
export default function OwnYear() {
  return <Year ways={<Ways year={usePathParam('year')} />} />
}

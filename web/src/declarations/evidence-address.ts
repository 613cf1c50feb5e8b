import { type Evidence, readDeclaration } from '@xueshi/contract/declarations'
import { type Fresh, freshFrom } from '../file-bytes.ts'

/** A file of a record, as it is looked at. */
export const viewedOf = ({ viewUrl, ...file }: Evidence) => ({ ...file, url: viewUrl })

/** Addresses of the record's files that hold from now on. */
export const freshEvidence = (declarationId: string): Fresh =>
  freshFrom(readDeclaration, { params: { id: declarationId } }, ({ evidence }) =>
    evidence.map(viewedOf),
  )

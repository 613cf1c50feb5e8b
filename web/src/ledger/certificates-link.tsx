import type { ActorKind } from '@xueshi/contract/actor'
import { paths } from '../paths.ts'
import { ButtonLink } from '../ui/link.tsx'

interface CertificatesLinkProps {
  kind: ActorKind
  name: string
  year?: string
}

/** To the certificates of whoever's years one looks at, where each can be opened and printed. */
export function CertificatesLink({ kind, name, year }: CertificatesLinkProps) {
  const search = new URLSearchParams({ name, ...(year !== undefined && { year }) })
  return <ButtonLink to={`${paths.certificates(kind)}?${search.toString()}`}>查看证书</ButtonLink>
}

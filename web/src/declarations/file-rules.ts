import { evidenceLimit, type Evidence } from '@xueshi/contract/declarations'
import type { ErrorCode } from '@xueshi/contract/errors'

/** What the file chooser offers. Extensions too: many systems know no type for OFD and HEIC. */
export const acceptedFiles =
  '.pdf,.jpg,.jpeg,.png,.heic,.heif,.ofd,.doc,.docx,application/pdf,image/jpeg,image/png,image/heic'

const extensions = /\.(?:pdf|jpe?g|png|hei[cf]|ofd|docx?)$/i

/**
 * Why the file will not be taken, before a byte of it is sent; null where it may be. The server
 * looks at the content: a name says only what the person thinks it is. `held`: files that the record
 * has or is getting.
 */
export function fileFault(file: { name: string; size: number }, held: number): ErrorCode | null {
  if (file.size === 0) return 'FILE_EMPTY'
  if (file.size > evidenceLimit.bytes) return 'FILE_TOO_LARGE'
  if (!extensions.test(file.name)) return 'FILE_TYPE'
  return held >= evidenceLimit.files ? 'FILES_TOO_MANY' : null
}

/**
 * The interrupted upload that this file goes on with: the same content where both hashes are known,
 * else the same name and the same length.
 */
export function interruptedBy(
  file: { name: string; size: number; sha256: string | null },
  evidence: readonly Evidence[],
): Evidence | undefined {
  return evidence.find((held) => held.state === 'uploading' && isSame(file, held))
}

function isSame(
  { name, size, sha256 }: { name: string; size: number; sha256: string | null },
  held: Evidence,
): boolean {
  if (held.sizeBytes !== size) return false
  if (sha256 !== null && held.sha256 !== null) return held.sha256 === sha256
  return held.name === name.normalize('NFC')
}

import { randomBytes } from 'node:crypto'
import { chmod, link, rename, rm, writeFile } from 'node:fs/promises'

/** A file beside the one that is meant, of this caller alone and readable by its owner alone. */
async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.new-${randomBytes(8).toString('hex')}`
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
  await chmod(draft, 0o600)
  return draft
}

/**
 * Writes a file that is not there yet, whole and readable by its owner alone. False, changing nothing,
 * where it exists: of callers that come together one wins, and its text holds.
 */
export async function createPrivateFile(file: string, text: string): Promise<boolean> {
  const draft = await writeDraft(file, text)
  try {
    // A link appears whole or not at all, and never replaces the file of another first start.
    await link(draft, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft)
  }
}

/** Replaces a file, or makes it: whoever reads it finds the old text or the new, whole. */
export async function replacePrivateFile(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text)
  try {
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

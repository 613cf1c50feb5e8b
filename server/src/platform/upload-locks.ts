import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import { ERRORS, type Lock, type Locker } from '@tus/server'
import { sql } from 'kysely'
import type { Db } from './database.ts'

/** How long a lease holds without being renewed: that of a process that was killed ends so. */
const leaseSeconds = 10
const renewMilliseconds = 1_000
const askMilliseconds = 100
/** Whoever waits longer than this is told to come again. */
const waitMilliseconds = 20_000

/**
 * One writer an upload, whichever process of the house it came to: a row that is leased, renewed while
 * the bytes come, and given up when another request asks for it, since that one is newer: the former
 * connection is dead and does not know it yet.
 */
export function databaseLocker(db: Db): Locker {
  return { newLock: (id) => leaseOf(db, id) }
}

function leaseOf(db: Db, id: string): Lock {
  const holder = randomUUID()
  let renewing: NodeJS.Timeout | undefined
  return {
    async lock(stopSignal, giveUp) {
      const until = performance.now() + waitMilliseconds
      while (!(await take(db, id, holder))) {
        // What the library knows a timeout by is no Error.
        const timeout: unknown = ERRORS.ERR_LOCK_TIMEOUT
        if (stopSignal.aborted || performance.now() > until) throw timeout
        await rest(askMilliseconds)
      }
      renewing = setInterval(() => {
        renew(db, id, holder).then(
          (stays) => !stays && giveUp(),
          // Without the database nothing can be kept anyway; the lease ends by itself.
          () => undefined,
        )
      }, renewMilliseconds)
    },
    async unlock() {
      clearInterval(renewing)
      await sql`DELETE FROM upload_locks WHERE id = ${id} AND holder = ${holder}`.execute(db)
    },
  }
}

/** Takes a lease that nobody holds, or whose time is over; else asks its holder to give it up. */
async function take(db: Db, id: string, holder: string): Promise<boolean> {
  const { rows } = await sql<{ holder: string }>`
    INSERT INTO upload_locks (id, holder, until)
    VALUES (${id}, ${holder}, clock_timestamp() + make_interval(secs => ${leaseSeconds}))
    ON CONFLICT (id) DO UPDATE SET
      holder = CASE WHEN upload_locks.until < clock_timestamp() THEN excluded.holder ELSE upload_locks.holder END,
      until = CASE WHEN upload_locks.until < clock_timestamp() THEN excluded.until ELSE upload_locks.until END,
      wanted = upload_locks.until >= clock_timestamp()
    RETURNING holder
  `.execute(db)
  return rows[0]?.holder === holder
}

/** Whether the lease is still this holder's and nobody else wants it. */
async function renew(db: Db, id: string, holder: string): Promise<boolean> {
  const { rows } = await sql<{ wanted: boolean }>`
    UPDATE upload_locks SET until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    WHERE id = ${id} AND holder = ${holder} RETURNING wanted
  `.execute(db)
  return rows[0]?.wanted === false
}

/** Forgets the leases of processes that ended long ago. */
export async function sweepLocks(db: Db): Promise<void> {
  await sql`DELETE FROM upload_locks WHERE until < clock_timestamp() - interval '1 day'`.execute(db)
}

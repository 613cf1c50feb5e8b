import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { TestApp } from './app.ts'
import { failingDatabase, type Fault } from './failing-database.ts'

/** An act that is tried while a statement of it goes wrong, and again by the same key. */
export type Act<Made> = {
  /** A record that the act may be done to. */
  make: () => Promise<Made>
  act: (made: Made, key: string) => Promise<{ status: number; problem: { code: string } }>
  /** What the act leaves behind, in a form that can be compared. */
  traces: (made: Made) => Promise<unknown>
  /** What they are once it is done, from what they were. */
  done: (before: never) => unknown
}

/**
 * T20: the first statement of the act goes wrong, then the second, and so on to the last. Each time
 * either nothing is there or all of it; a retry by the same key ends with one effect. Answers how many
 * statements there were.
 */
export async function everyStatement<Made>(
  app: TestApp,
  fault: Fault,
  { make, act, traces, done }: Act<Made>,
): Promise<number> {
  const failing = failingDatabase(app.database.appUrl)
  const { db } = app.platform
  let statements = 0
  for (let reached = true; reached;) {
    statements += 1
    const made = await make()
    const key = randomUUID()
    const before = await traces(made)
    const after = done(before as never) // each act knows the form of its own traces
    app.platform.db = failing.db
    failing.arm(statements, fault)
    await act(made, key)
    reached = failing.disarm()
    app.platform.db = db
    const found = await traces(made)
    const happened = JSON.stringify(found) !== JSON.stringify(before)
    expect(found).toEqual(happened ? after : before)
    let retried = await act(made, key)
    // The server may take a moment to see that a connection is gone, and with it the key's lock.
    for (let tries = 0; retried.problem.code === 'IN_PROGRESS' && tries < 500; tries++)
      retried = await act(made, key)
    expect(retried.status).toBe(200)
    expect(await traces(made)).toEqual(after)
  }
  await failing.close()
  return statements
}

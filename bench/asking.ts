import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Asked, Order, Report } from './load.ts'
import { meter, processMicroseconds, type Spent } from './processor.ts'

/** What a round of requests came to. */
export type Round = {
  requests: number
  spent: Spent
  medianMilliseconds: number
  /** How long at most nineteen in twenty of them waited. */
  p95Milliseconds: number
  perSecond: number
}

/** Starts the process that asks. `round` sends requests, some at once, and tells what answering took. */
export function startAsking(port: number, postmaster: number) {
  const child = fork(new URL('./load.ts', import.meta.url))
  const tell = (order: Order) => child.send(order)
  const hear = async (kind: Report['kind']) => {
    const [said] = (await once(child, 'message')) as [Report] // load.ts sends nothing else
    if (said.kind !== kind) throw new Error(`the process that asks said ${said.kind}`)
    return said
  }
  return {
    /** Throws when any request was not answered with 200. */
    async round(asked: Asked[], atOnce: number): Promise<Round> {
      tell({ kind: 'prepare', asked, atOnce, port })
      await hear('prepared')
      const end = meter(postmaster)
      const begun = performance.now()
      tell({ kind: 'go' })
      const said = await hear('done')
      const perSecond = (asked.length * 1000) / (performance.now() - begun)
      const spent = end()
      if (said.kind !== 'done') throw new Error('nothing was asked')
      const { failed, milliseconds } = said
      if (failed.length > 0)
        throw new Error(`${failed.length} requests failed, first: ${failed[0]}`)
      const inOrder = milliseconds.toSorted((one, other) => one - other)
      const medianMilliseconds = inOrder[Math.floor(inOrder.length / 2)] ?? 0
      const p95Milliseconds = inOrder[Math.floor(inOrder.length * 0.95)] ?? 0
      return { requests: asked.length, spent, medianMilliseconds, p95Milliseconds, perSecond }
    },
    /** Processor time of asking so far, in microseconds. */
    spent: () => processMicroseconds(child.pid ?? 0),
    async stop() {
      if (child.exitCode !== null) return
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
export type Asking = ReturnType<typeof startAsking>

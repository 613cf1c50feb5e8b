import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Busy } from './gate.ts'
import type { Print, PrintReply, PrintRequest } from './printing-worker.ts'

export type { Print }

/** Some characters have no glyph in any font of this machine; nothing was printed. */
export class Unprintable extends Error {
  readonly characters: string[]
  constructor(characters: string[]) {
    super(`no font shows ${characters.join(' ')}`)
    this.name = 'Unprintable'
    this.characters = characters
  }
}

type Job = {
  request: PrintRequest
  deaths: number
  resolve: (pdf: Buffer) => void
  reject: (error: Error) => void
}

const waitingAtMost = 256
const itsWorker = new URL('./printing-worker.ts', import.meta.url)

/**
 * A printer with one worker thread, which starts with the first job and does one after another. When
 * it dies, the job it was at is tried once more in a new one, and the others lose nothing. After
 * `idleMilliseconds` without a job its thread ends and gives its memory back, until the next one.
 */
export function createPrinter({
  script = itsWorker,
  idleMilliseconds,
}: { script?: URL; idleMilliseconds?: number } = {}) {
  const jobs = new Map<number, Job>()
  let worker: Worker | undefined
  let lastId = 0
  let draining = false
  let emptied = () => {}
  let resting: NodeJS.Timeout | undefined

  const settle = (id: number): Job | undefined => {
    const job = jobs.get(id)
    jobs.delete(id)
    if (jobs.size === 0) {
      // An idle worker must not keep a command or a test run alive.
      worker?.unref()
      if (idleMilliseconds !== undefined)
        resting = setTimeout(() => void worker?.terminate(), idleMilliseconds).unref()
      emptied()
    }
    return job
  }

  const answer = (reply: PrintReply) => {
    const job = settle(reply.id)
    if ('pdf' in reply) job?.resolve(Buffer.from(reply.pdf))
    else if (reply.unprintable.length > 0) job?.reject(new Unprintable(reply.unprintable))
    else job?.reject(new Error(reply.message))
  }

  const start = (): Worker => {
    const started = new Worker(script)
    let reason = new Error('the printing thread ended')
    started.on('message', answer)
    started.on('error', (error: Error) => {
      reason = error
    })
    started.on('exit', () => {
      worker = undefined
      const [first] = jobs.values()
      if (first) first.deaths += 1
      if (first && first.deaths > 1) settle(first.request.id)?.reject(reason)
      if (jobs.size === 0) return
      worker = start()
      for (const job of jobs.values()) worker.postMessage(job.request)
    })
    return started
  }

  return {
    /** The document as PDF/A-2a. Throws Unprintable, or Busy when 256 wait already. */
    print({ template, ...rest }: Print): Promise<Buffer> {
      if (draining) return Promise.reject(new Error('the printer is shutting down'))
      if (jobs.size >= waitingAtMost) return Promise.reject(new Busy())
      clearTimeout(resting)
      return new Promise((resolve, reject) => {
        lastId += 1
        const request = { ...rest, id: lastId, template: fileURLToPath(template) }
        jobs.set(lastId, { request, deaths: 0, resolve, reject })
        worker ??= start()
        worker.ref()
        worker.postMessage(request)
      })
    },
    /** Takes no more, finishes what it has and ends the thread; for the server's shutdown. */
    async drain(): Promise<void> {
      draining = true
      if (jobs.size > 0) {
        await new Promise<void>((resolve) => {
          emptied = resolve
        })
      }
      await worker?.terminate()
    },
  }
}

/** Several printers as one: each job goes to the one that has the fewest. */
export function createPrinters(count: number, options: Parameters<typeof createPrinter>[0] = {}) {
  const printers = Array.from({ length: count }, () => ({ ...createPrinter(options), jobs: 0 }))
  return {
    /** As a printer's own. */
    async print(asked: Print): Promise<Buffer> {
      const idlest = printers.reduce((one, other) => (other.jobs < one.jobs ? other : one))
      idlest.jobs += 1
      try {
        return await idlest.print(asked)
      } finally {
        idlest.jobs -= 1
      }
    },
    drain: () => Promise.all(printers.map((printer) => printer.drain())),
  }
}

const atOnce = createPrinter()
// A thread holds the typefaces and takes a processor: a batch has as many as there are, up to four.
const inJobs = createPrinters(Math.min(4, availableParallelism()), { idleMilliseconds: 60_000 })

/**
 * Prints what somebody waits for: PDF/A-2a, tagged, embedded fonts. The same facts give the same
 * bytes. Throws Unprintable where no font has one of the characters, or Busy when too many wait.
 */
export const print = atOnce.print

/** The same for long work, on threads of its own, so that nobody waits behind a batch. */
export const printInJob = inJobs.print

/** Finishes what is being printed and ends the threads; for the server's shutdown. */
export const drainPrinters = async (): Promise<void> => {
  await Promise.all([atOnce.drain(), inJobs.drain()])
}

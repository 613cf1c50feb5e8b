import { Worker } from 'node:worker_threads'
import { Busy } from '../platform/gate.ts'
import type { PrintReply, PrintRequest } from './pdf-worker.ts'
import type { CertificateFacts } from './rules.ts'

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

/**
 * A printer with one worker thread, which starts with the first job and does one after another.
 * When it dies, the job it was at is tried once more in a new one, and the others lose nothing.
 */
export function createPrinter(script = new URL('./pdf-worker.ts', import.meta.url)) {
  const jobs = new Map<number, Job>()
  let worker: Worker | undefined
  let lastId = 0
  let draining = false
  let emptied = () => {}

  const settle = (id: number): Job | undefined => {
    const job = jobs.get(id)
    jobs.delete(id)
    if (jobs.size === 0) {
      // An idle worker must not keep a command or a test run alive.
      worker?.unref()
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
    /** The certificate as PDF. Throws Unprintable, or Busy when 256 wait already. */
    render(facts: CertificateFacts, photo: Uint8Array | null = null): Promise<Buffer> {
      if (draining) return Promise.reject(new Error('the printer is shutting down'))
      if (jobs.size >= waitingAtMost) return Promise.reject(new Busy())
      return new Promise((resolve, reject) => {
        lastId += 1
        const request = { id: lastId, facts, photo }
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

const printer = createPrinter()

/**
 * The certificate as PDF/A-2a, A4 landscape: the certificate, then its items. The same facts give
 * the same bytes. `photo` is a JPEG or PNG. Throws Unprintable, or Busy when too many wait.
 */
export const renderCertificate = printer.render

/** Finishes what is being printed and ends the thread; for the server's shutdown. */
export const drainCertificates = printer.drain

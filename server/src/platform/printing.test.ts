import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Busy } from './gate.ts'
import { createPrinter, createPrinters } from './printing.ts'

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'printing-'))
})

afterAll(() => rm(directory, { recursive: true, force: true }))

const template = new URL('none.typ', import.meta.url)

/** A worker that answers with its thread's number as the document. */
async function threadNaming() {
  const script = join(directory, 'named.mjs')
  await writeFile(
    script,
    `import { parentPort, threadId } from 'node:worker_threads'
     parentPort.on('message', ({ id }) => {
       parentPort.postMessage({ id, pdf: Buffer.from(String(threadId)) })
     })`,
  )
  return pathToFileURL(script)
}

describe('createPrinter', () => {
  /** A worker that answers `number` as the document, and dies at certain numbers. */
  async function printerThatDies(name: string, condition: string, options = {}) {
    const script = join(directory, `${name}.mjs`)
    await writeFile(
      script,
      `import { existsSync, writeFileSync } from 'node:fs'
       import { parentPort } from 'node:worker_threads'
       parentPort.on('message', ({ id, facts }) => {
         if (${condition}) throw new Error('out of memory')
         parentPort.postMessage({ id, pdf: Buffer.from(facts.number) })
       })`,
    )
    return createPrinter({ script: pathToFileURL(script), ...options })
  }
  const numbered = (number: string) => ({ template, facts: { number } })

  it('starts anew when the thread dies, and loses nothing', async () => {
    const mark = JSON.stringify(join(directory, 'died'))
    const printer = await printerThatDies(
      'once',
      `facts.number === 'b' && !existsSync(${mark}) && (writeFileSync(${mark}, ''), true)`,
    )
    const pdfs = await Promise.all(['a', 'b', 'c'].map((number) => printer.print(numbered(number))))
    expect(pdfs.map(String)).toEqual(['a', 'b', 'c'])
    await printer.drain()
  })

  it('gives up a job that kills twice, and serves the others', async () => {
    const printer = await printerThatDies('always', `facts.number === 'b'`)
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((number) => printer.print(numbered(number))),
    )
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(String(await printer.print(numbered('d')))).toBe('d')
    await printer.drain()
  })

  it('finishes what it has when it is drained, and takes no more', async () => {
    const printer = await printerThatDies('never', 'false')
    const jobs = ['a', 'b', 'c'].map((number) => printer.print(numbered(number)))
    const drained = printer.drain()
    await expect(printer.print(numbered('x'))).rejects.toThrow('shutting down')
    expect((await Promise.all(jobs)).map(String)).toEqual(['a', 'b', 'c'])
    await drained
  })

  it('turns the two hundred and fifty-seventh away', async () => {
    const printer = await printerThatDies('crowd', 'false')
    const jobs = Array.from({ length: 256 }, () => printer.print(numbered('x')))
    await expect(printer.print(numbered('x'))).rejects.toBeInstanceOf(Busy)
    await Promise.all(jobs)
    await printer.drain()
  })

  it('gives its thread back when nothing comes, and begins another with the next job', async () => {
    const printer = createPrinter({ script: await threadNaming(), idleMilliseconds: 1 })
    const thread = async () => String(await printer.print(numbered('a')))
    const first = await thread()
    await expect.poll(thread).not.toBe(first)
    await printer.drain()
  })
})

describe('createPrinters', () => {
  it('shares jobs among its threads, and gives one that comes later to whichever is idle', async () => {
    const { print, drain } = createPrinters(2, { script: await threadNaming() })
    const job = { template, facts: null }
    const four = await Promise.all(
      [job, job, job, job].map(async (each) => String(await print(each))),
    )
    expect(new Set(four).size).toBe(2)
    expect([four[2], four[3]]).toEqual([four[0], four[1]])
    expect(String(await print(job))).toBe(four[0])
    await drain()
  })
})

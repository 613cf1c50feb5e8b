import { createReadStream } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'

/** Where ClamAV's daemon listens: a socket file of this machine, or a host and a port. */
export type ScannerAddress = { path: string } | { host: string; port: number }

/** The daemon could not be asked, or could not answer: nothing is known of the file. */
export class ScannerAway extends Error {
  constructor(reason: string, options?: { cause: unknown }) {
    super(`the virus scanner did not answer: ${reason}`, options)
    this.name = 'ScannerAway'
  }
}

const timeoutMilliseconds = 60_000

/**
 * The name of the signature that a file of this machine matches, or null when it is clean. The file's
 * bytes are sent to the daemon (INSTREAM), which may run elsewhere. Throws ScannerAway.
 */
export async function scanFile(address: ScannerAddress, path: string): Promise<string | null> {
  const answer = await ask(address, path)
  const found = /^stream: (.+) FOUND$/.exec(answer)
  if (found) return found[1] ?? 'unknown'
  if (answer === 'stream: OK') return null
  throw new ScannerAway(answer.slice(0, 200))
}

async function ask(address: ScannerAddress, path: string): Promise<string> {
  const socket = connect(address)
  socket.setTimeout(timeoutMilliseconds, () => socket.destroy(new Error('it took too long')))
  const said: Buffer[] = []
  socket.on('data', (chunk: Buffer) => said.push(chunk))
  // What goes wrong is told by whoever waits; it may do so before anyone does.
  let failure: Error | undefined
  socket.on('error', (error) => (failure = error))
  const ended = new Promise((resolve) => socket.once('close', resolve))
  try {
    await once(socket, 'connect')
    // Zero-terminated commands are answered by zero-terminated lines.
    socket.write('zINSTREAM\0')
    for await (const chunk of createReadStream(path)) {
      const bytes = Buffer.from(chunk)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      socket.write(length)
      if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), ended])
      // It answers early when the file is longer than it takes.
      if (socket.destroyed) break
    }
    if (!socket.destroyed) socket.write(Buffer.alloc(4))
    await ended
    if (failure) throw failure
  } catch (error) {
    throw new ScannerAway(error instanceof Error ? error.message : 'unknown', { cause: error })
  } finally {
    socket.destroy()
  }
  return Buffer.concat(said).toString('utf8').replace(/\0.*$/s, '').trim()
}

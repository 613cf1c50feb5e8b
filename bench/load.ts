// The other side of the wire, in a process of its own: what asking costs is not what answering costs.
import { Agent, request } from 'node:http'

/** One request as it goes out; `next` is asked for with an id out of the reply. */
export type Asked = {
  method: string
  path: string
  headers: Record<string, string>
  body?: string
  /** Keys that lead through the reply to an id, and the path that it belongs into as `:id`. */
  next?: { keys: string[]; path: string }
}
export type Order =
  | { kind: 'prepare'; asked: Asked[]; atOnce: number; port: number }
  | { kind: 'go' }
export type Report =
  | { kind: 'prepared' }
  | { kind: 'done'; failed: string[]; milliseconds: number[] }

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

function send(port: number, { method, path, headers, body }: Asked) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => void chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function ask(port: number, asked: Asked): Promise<string | undefined> {
  const { status, text } = await send(port, asked)
  if (status !== 200) return `${asked.method} ${asked.path}: ${status} ${text.slice(0, 300)}`
  if (!asked.next) return undefined
  const { keys, path } = asked.next
  let found: unknown = JSON.parse(text)
  for (const key of keys) found = Reflect.get(Object(found), key)
  const { cookie = '' } = asked.headers
  return ask(port, {
    method: 'GET',
    path: path.replace(':id', String(found)),
    headers: { cookie },
  })
}

const report = (said: Report) => process.send?.(said)
let prepared: Extract<Order, { kind: 'prepare' }> | undefined

async function go({ asked, atOnce, port }: NonNullable<typeof prepared>) {
  const failed: string[] = []
  const milliseconds: number[] = []
  const waiting = asked.toReversed()
  const worker = async () => {
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      const start = performance.now()
      const failure = await ask(port, one)
      milliseconds.push(performance.now() - start)
      if (failure !== undefined) failed.push(failure)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  report({ kind: 'done', failed, milliseconds })
}

process.on('message', (order: Order) => {
  if (order.kind === 'prepare') {
    prepared = order
    report({ kind: 'prepared' })
  } else if (prepared) void go(prepared)
})
process.on('disconnect', () => process.exit(0))

import { lookup } from 'node:dns/promises'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP } from 'node:net'

/** Networks that nobody outside may make this house call: its own, and what only looks like others. */
const inside = new BlockList()
for (const [range, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(range, bits, 'ipv4')
for (const [range, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(range, bits, 'ipv6')

/** Whether the address is of an inner network; a mapped IPv4 address is the one that it maps. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const family = isIP(mapped ?? address)
  if (family === 0 || (/^::ffff:/i.test(address) && !mapped)) return true
  return inside.check(mapped ?? address, family === 4 ? 'ipv4' : 'ipv6')
}

const timeoutMilliseconds = 10_000

export class NotCalled extends Error {}

/**
 * Posts to an address that somebody outside has named, and answers its status. The name is looked up
 * once, and what was looked at is what is called; no redirect is followed and no answer read.
 * Throws NotCalled for an inner address unless `allowsInside`, and any error of the network.
 */
export async function callOutside(
  address: string,
  {
    body,
    headers,
    allowsInside,
  }: { body: string; headers: Readonly<Record<string, string>>; allowsInside: boolean },
): Promise<number> {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = await lookup(host, { verbatim: false })
  if (!allowsInside && (isInside(found.address) || url.protocol !== 'https:'))
    throw new NotCalled('ADDRESS_INSIDE')
  return new Promise((resolve, reject) => {
    const call = url.protocol === 'https:' ? secure : plain
    const asked = call(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        timeout: timeoutMilliseconds,
        signal: AbortSignal.timeout(timeoutMilliseconds),
        lookup: (_name, options, answer) =>
          options.all
            ? answer(null, [{ address: found.address, family: found.family }])
            : answer(null, found.address, found.family),
      },
      (reply) => {
        resolve(reply.statusCode ?? 0)
        reply.destroy()
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

import { createHmac } from 'node:crypto'
import { sameSecret } from './crypto.ts'

/** What is signed of a request: its body belongs to one address, and to one moment. */
export type Signed = { method: string; path: string; body: Buffer | string }

const patienceSeconds = 300

/** `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA-256 over `t.METHOD path.body` under the secret. */
export function sign(secret: string, { method, path, body }: Signed, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000)
  const mac = createHmac('sha256', secret).update(`${seconds}.${method} ${path}.`).update(body)
  return `t=${seconds},v1=${mac.digest('hex')}`
}

/** Whether the signature is right, and of the last five minutes or the next. */
export function isSigned(secret: string, signed: Signed, signature: string, now: Date): boolean {
  const [, seconds] = /^t=(\d{1,12}),v1=[0-9a-f]{64}$/.exec(signature) ?? []
  if (seconds === undefined) return false
  const at = new Date(Number(seconds) * 1000)
  const isRecent = Math.abs(now.getTime() - at.getTime()) <= patienceSeconds * 1000
  return isRecent && sameSecret(sign(secret, signed, at), signature)
}

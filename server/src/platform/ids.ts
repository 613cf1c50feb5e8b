import { freshBytes } from './random.ts'

let lastMilliseconds = -1
let counter = 0

/**
 * A new time-ordered identifier: UUID version 7 (RFC 9562 §5.7), 36 characters in lower case.
 *
 * Ids of one process and one millisecond rise in the order of the calls, by a counter of 42 bits
 * that starts at random in its lower half (RFC 9562 §6.2, method 1). `now` may go back, as it does
 * under a moved clock: the id then belongs to the earlier millisecond, as it should.
 */
export function newId(now: Date = new Date()): string {
  const milliseconds = now.getTime()
  const random = freshBytes(10)
  counter =
    milliseconds === lastMilliseconds
      ? counter + 1 + random.readUInt8(4)
      : (random.readUInt8(4) * 2 ** 32 + random.readUInt32BE(5)) * 2
  lastMilliseconds = milliseconds
  const time = hex(milliseconds, 12)
  const high = hex(0x7000 + Math.floor(counter / 2 ** 30), 4)
  const low = counter % 2 ** 30
  const middle = hex(0x8000 + Math.floor(low / 2 ** 16), 4)
  const tail = hex(low % 2 ** 16, 4) + random.toString('hex', 0, 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${middle}-${tail}`
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

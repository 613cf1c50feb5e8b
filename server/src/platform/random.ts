import { randomFillSync } from 'node:crypto'

const drawn = Buffer.alloc(8192)
let used = drawn.length

/**
 * So many bytes that nobody foresees, none given out twice. They are drawn from the system by the
 * thousand: for twelve at a time the asking takes longer than all that an import does with them.
 */
export function freshBytes(count: number): Buffer {
  if (used + count > drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  const bytes = Buffer.from(drawn.subarray(used, used + count))
  drawn.fill(0, used, used + count)
  used += count
  return bytes
}

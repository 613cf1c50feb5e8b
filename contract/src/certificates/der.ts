/** One value of DER (X.690), and where it lies. */
export type Der = {
  tag: number
  /** What is inside. */
  content: Uint8Array
  /** Tag, length and content. */
  whole: Uint8Array
}

/** The bytes are no DER, or not of the shape that was expected. */
export class NotDer extends Error {
  constructor() {
    super('not DER of the expected shape')
    this.name = 'NotDer'
  }
}

/** Tags that are met here. `part(n)` is a context tag of constructed values. */
export const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const
export const part = (number: number): number => 0xa0 + number

/** The value that begins at a place. Throws NotDer; there is one way to write each length. */
export function readDer(bytes: Uint8Array, at = 0): Der {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new NotDer()
  let start = at + 2
  let length = first
  if (first >= 0x80) {
    const count = first - 0x80
    start += count
    length = bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0)
    const shortest = length < 0x80 ? 0 : Math.ceil((32 - Math.clz32(length)) / 8)
    if (count === 0 || count > 4 || count !== shortest) throw new NotDer()
  }
  const end = start + length
  if (end > bytes.length) throw new NotDer()
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) }
}

/** Reads the only value that the bytes hold. */
export function readOnly(bytes: Uint8Array, tag: number): Der {
  const value = readDer(bytes)
  if (value.tag !== tag || value.whole.length !== bytes.length) throw new NotDer()
  return value
}

/** The values inside a constructed one. */
export function readParts({ content }: Pick<Der, 'content'>): Der[] {
  const parts: Der[] = []
  for (let at = 0; at < content.length; at += parts.at(-1)?.whole.length ?? 0)
    parts.push(readDer(content, at))
  return parts
}

/** Takes parts one after another. */
export function taker(parts: readonly Der[]) {
  let at = 0
  const peek = (tag: number) => (parts[at]?.tag === tag ? parts[at] : undefined)
  return {
    take(tag: number): Der {
      const value = peek(tag)
      if (!value) throw new NotDer()
      at += 1
      return value
    },
    takeIf(tag: number): Der | undefined {
      const value = peek(tag)
      if (value) at += 1
      return value
    },
    end(): void {
      if (at < parts.length) throw new NotDer()
    },
  }
}

/** Whether two runs of bytes are the same. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at])

/** An object identifier in its dots. */
export function oidOf({ content }: Pick<Der, 'content'>): string {
  const numbers: number[] = []
  let number = 0
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      numbers.push(number)
      number = 0
    }
  }
  const [head = 0, ...rest] = numbers
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...rest].join('.')
}

/** Writes a value: its parts one after another under a tag. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, bytes) => sum + bytes.length, 0)
  const head = [tag, ...lengthBytes(length)]
  const whole = new Uint8Array(head.length + length)
  whole.set(head)
  let at = head.length
  for (const bytes of parts) {
    whole.set(bytes, at)
    at += bytes.length
  }
  return whole
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return [0x80 + bytes.length, ...bytes]
}

/** Writes an object identifier from its dots. */
export function writeOid(dots: string): Uint8Array<ArrayBuffer> {
  const [first = 0, second = 0, ...rest] = dots.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((number) => {
    const groups = [number % 128]
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift(0x80 + (left % 128))
    return groups
  })
  return writeDer(tags.oid, new Uint8Array(bytes))
}

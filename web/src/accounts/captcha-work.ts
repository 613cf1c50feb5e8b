/** Work that a browser does for those who cannot see the picture, as the server sets it. */
export interface Work {
  salt: string
  difficultyBits: number
}

const sliceMilliseconds = 12
const triesBetweenLooks = 512

/**
 * Finds a nonce such that SHA-256 of `salt:nonce` begins with the wanted zero bits. It works in short
 * slices, so that the page stays alive, and tells after each how likely it was to be done by then
 * (0 to 1). Throws the signal's reason when it is aborted.
 */
export async function solveWork(
  { salt, difficultyBits }: Work,
  { signal, progress }: { signal?: AbortSignal; progress?: (share: number) => void } = {},
): Promise<string> {
  const words = new Int32Array(64)
  const expected = 2 ** difficultyBits
  let nonce = 0
  for (;;) {
    const end = performance.now() + sliceMilliseconds
    do {
      for (let tries = 0; tries < triesBetweenLooks; tries += 1) {
        const text = String(nonce)
        if (Math.clz32(firstWord(`${salt}:${text}`, words)) >= difficultyBits) return text
        nonce += 1
      }
    } while (performance.now() < end)
    // throwIfAborted is younger than the oldest browsers that we serve.
    if (signal?.aborted) throw signal.reason ?? new Error('aborted')
    progress?.(1 - Math.exp(-nonce / expected))
    await breathe()
  }
}

/** A turn of the event loop; unlike a timer it is not slowed in a tab that is not in front. */
function breathe(): Promise<void> {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resume()
    })
    port1.start()
    port2.postMessage(null)
  })
}

// SHA-256 (FIPS 180-4) of our own: crypto.subtle answers by promise, which costs some twenty times the hash itself.
const primes = Array.from({ length: 400 }, (_, at) => at + 2)
  .filter((number, _, all) => !all.some((other) => other < number && number % other === 0))
  .slice(0, 64)
const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0
const start = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))
const rounds = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/**
 * The first 32 bits of the SHA-256 of an ASCII text of at most 55 characters, which is one block.
 * `words` is room for the schedule, 64 long, so that no hash needs room of its own.
 */
export function firstWord(text: string, words: Int32Array): number {
  if (text.length > 55) throw new RangeError('more than one block')
  words.fill(0, 0, 16)
  for (let at = 0; at < text.length; at += 1) put(words, at, text.charCodeAt(at))
  put(words, text.length, 0x80)
  words[15] = text.length * 8
  for (let at = 16; at < 64; at += 1) {
    const [near, far] = [word(words, at - 15), word(words, at - 2)]
    const low = turn(near, 7) ^ turn(near, 18) ^ (near >>> 3)
    const high = turn(far, 17) ^ turn(far, 19) ^ (far >>> 10)
    words[at] = word(words, at - 16) + low + word(words, at - 7) + high
  }
  let [a, b, c, d] = [word(start, 0), word(start, 1), word(start, 2), word(start, 3)]
  let [e, f, g, h] = [word(start, 4), word(start, 5), word(start, 6), word(start, 7)]
  for (let at = 0; at < 64; at += 1) {
    const choice = (e & f) ^ (~e & g)
    const high = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const first = (h + high + choice + word(rounds, at) + word(words, at)) | 0
    const most = (a & b) ^ (a & c) ^ (b & c)
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + most) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  return (word(start, 0) + a) >>> 0
}

const word = (words: Int32Array, at: number) => words[at] ?? 0

function put(words: Int32Array, at: number, byte: number): void {
  words[at >> 2] = word(words, at >> 2) | (byte << (24 - (at % 4) * 8))
}

import { createHash, randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Canvas } from '@napi-rs/canvas'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'

/** 1 to begin with, 2 after failures: more warp, more lines, letters that touch. */
export type Difficulty = 1 | 2

// No character that looks like another one once it is turned and warped, as 0 and O, 5 and S do.
const alphabet = 'ACEHJKPRTXY347'
const answerLength = 5
const width = 200
const height = 70
const family = 'Captcha'

// The font travels with the package, so that a server without any font draws the same picture.
GlobalFonts.registerFromPath(
  fileURLToPath(
    import.meta.resolve('@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf'),
  ),
  family,
)

/** Five characters of an alphabet without look-alikes (14^5, about 540,000). */
export function makeAnswer(): string {
  return Array.from({ length: answerLength }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** What a person typed, as answers are written: upper case, half width, without spaces. */
export function normaliseAnswer(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}

/**
 * A JPEG of 200 × 70 pixels and at most 6 KB that shows the answer to a person. Each character is
 * turned, sheared and placed by chance, the whole is warped along both axes, and lines in the ink
 * of the text cross it. A determined reader of pictures gets through: limits must hold without it.
 */
export async function drawCaptcha(
  difficulty: Difficulty,
  answer: string = makeAnswer(),
): Promise<{ answer: string; image: Buffer }> {
  const hue = randomInt(360)
  const ink = `hsl(${hue} 55% 26%)`
  const flat = createCanvas(width, height)
  writeAnswer(flat, answer, ink, difficulty)
  crossOut(flat, ink, difficulty)
  const picture = createCanvas(width, height)
  const paper = picture.getContext('2d')
  paper.fillStyle = `hsl(${(hue + 150) % 360} 35% 93%)`
  paper.fillRect(0, 0, width, height)
  paper.drawImage(warp(flat, difficulty), 0, 0)
  return { answer, image: await picture.encode('jpeg', 62) }
}

function writeAnswer(canvas: Canvas, answer: string, ink: string, difficulty: Difficulty): void {
  const context = canvas.getContext('2d')
  context.font = `54px ${family}`
  context.textAlign = 'center'
  context.textBaseline = 'alphabetic'
  context.fillStyle = ink
  const characters = [...answer]
  const step = (width - (difficulty === 2 ? 34 : 14)) / characters.length
  const left = (width - step * characters.length) / 2
  characters.forEach((character, index) => {
    const scale = between(0.88, 1.06)
    context.save()
    context.translate(left + step * (index + 0.5) + between(-2, 2), height / 2 + between(-4, 4))
    context.rotate(between(-0.3, 0.3))
    context.transform(scale, 0, between(-0.12, 0.12), scale, 0, 0)
    context.fillText(character, 0, 20)
    context.restore()
  })
}

function crossOut(canvas: Canvas, ink: string, difficulty: Difficulty): void {
  const context = canvas.getContext('2d')
  context.strokeStyle = ink
  context.lineCap = 'round'
  for (let line = 0; line < difficulty; line += 1) {
    context.lineWidth = between(1.2, 1.8)
    context.beginPath()
    context.moveTo(between(0, 20), between(14, height - 14))
    context.bezierCurveTo(
      between(40, 80),
      between(0, height),
      between(110, 150),
      between(0, height),
      between(width - 20, width),
      between(14, height - 14),
    )
    context.stroke()
  }
  // Short strokes at the size of a serif spoil the cutting of the picture into characters.
  for (let stroke = 0; stroke < 7 * difficulty; stroke += 1) {
    const x = between(4, width - 4)
    const y = between(4, height - 4)
    context.lineWidth = between(1, 1.6)
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x + between(-8, 8), y + between(-8, 8))
    context.stroke()
  }
}

function warp(flat: Canvas, difficulty: Difficulty): Canvas {
  const wave = (length: number, depth: number) => {
    const phase = between(0, 2 * Math.PI)
    const period = between(0.8, 1.2) * length
    return (at: number) => depth * Math.sin((2 * Math.PI * at) / period + phase)
  }
  const down = wave(100, 2 + difficulty)
  const across = wave(64, 0.8 + difficulty * 0.7)
  const columns = createCanvas(width, height)
  const columnContext = columns.getContext('2d')
  for (let x = 0; x < width; x += 1) {
    columnContext.drawImage(flat, x, 0, 1, height, x, down(x), 1, height)
  }
  const rows = createCanvas(width, height)
  const rowContext = rows.getContext('2d')
  for (let y = 0; y < height; y += 1) {
    rowContext.drawImage(columns, 0, y, width, 1, across(y), y, width, 1)
  }
  return rows
}

function between(low: number, high: number): number {
  return low + (randomInt(1_000_001) / 1_000_000) * (high - low)
}

/** Leading zero bits of a machine's task: 2^18 hashes on average, some 1-2 s of a phone's browser. */
export const workBits = 18

/**
 * How much of a machine's task the nonce, at most 32 characters, has done: the leading zero bits of
 * SHA-256 of `salt:nonce` in UTF-8, no more than 32 of which are counted.
 */
export function workDone(salt: string, nonce: string): number {
  if (nonce.length > 32) return 0
  const digest = createHash('sha256').update(`${salt}:${nonce}`).digest()
  return Math.clz32(digest.readUInt32BE(0))
}

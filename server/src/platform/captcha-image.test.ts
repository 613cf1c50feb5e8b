import { createHash } from 'node:crypto'
import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { drawCaptcha, makeAnswer, normaliseAnswer, workDone } from './captcha-image.ts'

/** Share of the picture's pixels that are darker than its paper. */
async function inkOf(image: Buffer): Promise<number> {
  const picture = await loadImage(image)
  const canvas = createCanvas(picture.width, picture.height)
  const context = canvas.getContext('2d')
  context.drawImage(picture, 0, 0)
  const { data } = context.getImageData(0, 0, picture.width, picture.height)
  let dark = 0
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0) < 420) dark += 1
  }
  return dark / (data.length / 4)
}

describe('drawCaptcha', () => {
  it('draws a JPEG of 200 × 70 within 6 KB, another one each time', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < 20; round += 1) {
      const { answer, image } = await drawCaptcha(round % 2 ? 1 : 2)
      expect(answer).toMatch(/^[ACEHJKPRTXY347]{5}$/)
      expect(image.subarray(0, 3).toString('hex')).toBe('ffd8ff')
      expect(image.length).toBeLessThanOrEqual(6 * 1024)
      seen.add(image.toString('base64'))
    }
    expect(seen.size).toBe(20)
    const picture = await loadImage((await drawCaptcha(1)).image)
    expect([picture.width, picture.height]).toEqual([200, 70])
  })

  it('writes with the font of the package and draws the answer it is given', async () => {
    expect(GlobalFonts.has('Captcha')).toBe(true)
    const blank = await drawCaptcha(1, '     ')
    const given = await drawCaptcha(1, 'ABCDE')
    expect(given.answer).toBe('ABCDE')
    expect(await inkOf(given.image)).toBeGreaterThan((await inkOf(blank.image)) + 0.05)
  })

  it('is harder after failures: more of the picture is ink that is no letter', async () => {
    const mean = async (difficulty: 1 | 2) => {
      let sum = 0
      for (let round = 0; round < 20; round += 1) {
        sum += await inkOf((await drawCaptcha(difficulty, '     ')).image)
      }
      return sum
    }
    expect(await mean(2)).toBeGreaterThan((await mean(1)) * 1.3)
  })
})

describe('answers', () => {
  it('are drawn by chance', () => {
    expect(new Set(Array.from({ length: 200 }, makeAnswer)).size).toBeGreaterThan(190)
  })

  it('are compared as typed on any keyboard', () => {
    expect(normaliseAnswer(' ａｃ3 4k ')).toBe('AC34K')
  })
})

describe('work', () => {
  it('is as much as the nonce gives zero bits, with this salt alone', () => {
    const zeroBits = (nonce: number) =>
      Math.clz32(createHash('sha256').update(`salt:${nonce}`).digest().readUInt32BE(0))
    let nonce = 0
    while (zeroBits(nonce) < 10) nonce += 1
    expect(workDone('salt', String(nonce))).toBe(zeroBits(nonce))
    expect(workDone('other salt', String(nonce))).toBeLessThan(10)
  })

  it('is none of a nonce that is longer than any browser finds', () => {
    expect(workDone('salt', '0'.repeat(33))).toBe(0)
  })
})

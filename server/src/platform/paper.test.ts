import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createPrinter } from './printing.ts'

const { print, drain } = createPrinter()
afterAll(drain)

/** A document that is refused where `fits` says that a text is narrower than it is. */
const measuring = Buffer.from(`
  #import "paper.typ": fits
  #set document(title: "measured")
  #set text(font: "Noto Serif SC", size: 10pt, lang: "zh", region: "cn")
  #context for given in json("facts.json") {
    for ems in range(1, 60) {
      if fits(given, ems) {
        let wide = measure(text(given)).width / 10pt
        assert(wide <= ems, message: given + " takes " + str(wide) + " of " + str(ems))
        break
      }
    }
  }
  .
`)

const texts = fc.sample(
  fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'国研修班龘—…（）、，。·／'),
      fc.constantFrom(...'WMm@%&iAIl 01-/().,é½Æ'),
    ),
    minLength: 1,
    maxLength: 30,
  }),
  { numRuns: 2_000, seed: 20_261_201 },
)
texts.push('国W国W国W国W', 'WWWWWWWWWW', '国 W 国', '@@@@', '国1国1国1')

const printed = (facts: readonly string[], template: Buffer) =>
  print({
    template: new URL('./measuring.typ', import.meta.url),
    facts,
    files: { 'measuring.typ': template },
  })

test('a text of which it is said that it fits is no wider, and one that is wider is not said to fit', async () => {
  expect((await printed(texts, measuring)).subarray(0, 5).toString()).toBe('%PDF-')
  // Shown to be able to fail: ideographs alone, without what is beside them.
  const careless = measuring
    .toString()
    .replace(
      '#import "paper.typ": fits',
      '#let fits(text, ems) = text.clusters().len() * 0.5 <= ems',
    )
  await expect(printed(texts, Buffer.from(careless))).rejects.toThrow('takes')
})

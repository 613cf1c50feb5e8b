// Writes web/src/ui/han.woff2: the characters beyond U+20000 of the typeface that the printer uses, for the
// pages of whoever has no font with them. By hand, with `npm run fonts`, when that package is renewed.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'
import { root } from './runtime.mjs'

const first = 0x2_00_00
const last = 0x3_23_af

const typeface = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
)
const characters = Array.from({ length: last - first + 1 }, (_, at) =>
  String.fromCodePoint(first + at),
).join('')
const subset = await subsetFont(await readFile(typeface), characters, { targetFormat: 'woff2' })
await writeFile(join(root, 'web', 'src', 'ui', 'han.woff2'), subset)
console.log(`Wrote han.woff2, ${(subset.length / 1024).toFixed(0)} KB`)

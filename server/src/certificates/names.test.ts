import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkPersonName, longestName, normalisePersonName } from '@xueshi/contract/person-name'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isBattery } from '../../test/battery.ts'
import { createPrinter, Unprintable } from '../platform/printing.ts'
import { type CertificateFacts, certificateNumber, printOf } from './rules.ts'

// The house's own printer is shared with other test files, which must find it at work.
const { print, drain } = createPrinter()
let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'certificate-names-'))
})
afterAll(async () => {
  await drain()
  await rm(directory, { recursive: true, force: true })
})

const factsOf = (name: string): CertificateFacts => ({
  number: certificateNumber(2026, '4401', 12_345),
  verifyUrl: 'https://xueshi.example/verify/q7Jm2vXk9RtB4wLzN8hPcA',
  year: 2026,
  name,
  sex: '女',
  documentType: '居民身份证',
  maskedNumber: '440***********1234',
  unit: '岭南研究院',
  title: '工程师',
  series: '工程技术人员',
  level: '中级',
  categories: [{ name: '公需课目', count: 1, hoursTenths: 300, requiredTenths: 300 }],
  totalHoursTenths: 300,
  totalRequiredTenths: 300,
  conclusion: '合格',
  ruleSet: '二〇二一年起标准',
  issuer: '人力资源和社会保障局',
  issuedOn: '2026-11-03',
  demo: true,
  items: [],
})

/** The text of a printed certificate, or null where a character is in none of its fonts. */
async function printed(facts: CertificateFacts, at: number): Promise<string | null> {
  const given = { proved: 'https://xueshi.example/verify/x', photo: null, seal: null }
  const signer = { subject: '学时系统演示签名', demo: true }
  const bytes = await print(printOf(facts, { ...given, signer })).catch((error: unknown) => {
    if (error instanceof Unprintable) return null
    throw error
  })
  if (!bytes) return null
  const path = join(directory, `${at}.pdf`)
  await writeFile(path, bytes)
  return (await promisify(execFile)('pdftotext', ['-raw', path, '-'])).stdout
}

const character = (first: number, last: number) =>
  fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code))
/** What people are called: common and rare characters of every plane, parts with dots, letters of other scripts. */
const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('王', '欧阳', '志明', '䶮', '𬱖', '㛃', '𠮷', '堃', '玥'),
  },
  { weight: 3, arbitrary: fc.constantFrom('·买买提', '・', '•', '阿依古丽', '．') },
  { weight: 3, arbitrary: character(0x4e00, 0x9fff) },
  { weight: 1, arbitrary: character(0x3400, 0x4dbf) },
  { weight: 1, arbitrary: character(0x20000, 0x2a6df) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('María', "O'Neill", 'José ', 'Ngọc', 'Željko', '김', 'さくら'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('#let x', '*b*', '$1$', '\\u{41}', '<b>', '//', '@a', '_i_'),
  },
)

/** Each is printed: in `npm test` as many as tell whether the fonts are there. */
const count = isBattery ? 2_000 : 40

test('T22: a name is on the printed certificate to the character, or the certificate is refused', async () => {
  const made = fc.sample(
    fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
    // Some are no names at all, and others take their place.
    { numRuns: 2 * count, seed: 20_261_129 },
  )
  const names = [
    '王'.repeat(longestName),
    'W'.repeat(longestName),
    '阿依古丽·'.repeat(9) + '买买提',
  ]
    .concat(made)
    .map(normalisePersonName)
    .filter((name) => checkPersonName(name) === 'ok')
    .slice(0, count)
  expect(names).toHaveLength(count)
  let refused = 0
  for (const [at, name] of names.entries()) {
    const text = await printed(factsOf(name), at)
    if (text === null) refused += 1
    // A long name goes over several lines.
    else expect(text.replaceAll(/\s/g, ''), name).toContain(name.replaceAll(' ', ''))
  }
  expect(refused).toBeLessThan(names.length / 3)
}, 1_800_000)

test('what is laid out as one line is one line, and what is longer goes over several', async () => {
  const item = {
    category: '个人选修课目',
    course: '甲'.repeat(14),
    form: '网络学习',
    institution: '乙'.repeat(13),
    recognisedBy: '丙'.repeat(13),
    from: '2026-03-11',
    to: '2026-03-20',
    hoursTenths: 60,
  }
  const longer = { ...item, course: '丁'.repeat(45), institution: '戊'.repeat(40) }
  const short = { ...factsOf('王'), title: '庚'.repeat(18), unit: '辛'.repeat(44) }
  const text = await printed({ ...short, items: [item, longer, item] }, count)
  const words = text?.split(/\s/) ?? []
  for (const word of Object.values(item).filter((value) => typeof value === 'string'))
    expect(words.filter((found) => found === word).length, word).toBeGreaterThanOrEqual(2)
  expect(words).toEqual(expect.arrayContaining([short.title, short.unit]))
  expect(words).not.toContain(longer.course)
  expect(text?.replaceAll(/[^丁]/g, '')).toBe(longer.course)
  expect(text?.replaceAll(/[^戊]/g, '')).toBe(longer.institution)
})

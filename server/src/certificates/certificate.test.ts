import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createCanvas } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPrinter, Unprintable } from '../platform/printing.ts'
import { type CertificateFacts, certificateNumber, printOf } from './rules.ts'

// The house's own printer is shared with other test files, which must find it at work.
const { print, drain } = createPrinter()
const proved =
  'https://xueshi.example/verify/q7Jm2vXk9RtB4wLzN8hPcA#1.3f9a.' +
  'WyJHREpYLTIwMjYtNDQwMS0wMDAxMjM0NS1LIiwi5qyn6ZizKiIsIjEyMzQiLDk2NiwiMjAyNi0xMS0wMyJd.' +
  'A'.repeat(86)
const renderCertificate = (asked: CertificateFacts, photo: Uint8Array | null = null) =>
  print(
    printOf(asked, {
      proved,
      signer: { subject: '学时系统演示签名', demo: true },
      photo,
      seal: null,
    }),
  )

const facts: CertificateFacts = {
  number: certificateNumber(2026, '4401', 12_345),
  verifyUrl: 'https://xueshi.example/verify/q7Jm2vXk9RtB4wLzN8hPcA',
  year: 2026,
  name: '欧阳䶮·𬱖㛃',
  sex: '女',
  documentType: '居民身份证',
  maskedNumber: '440***********1234',
  unit: '广东省演示电子研究院',
  title: '高级工程师',
  series: '工程技术人员',
  level: '副高级',
  categories: [
    { name: '公需课目', count: 3, hoursTenths: 301, requiredTenths: 300 },
    { name: '专业课目', count: 4, hoursTenths: 485, requiredTenths: 420 },
    { name: '个人选修课目', count: 2, hoursTenths: 180, requiredTenths: 180 },
  ],
  totalHoursTenths: 966,
  totalRequiredTenths: 900,
  conclusion: '合格',
  ruleSet: '广东省二〇二一年起标准',
  issuer: '广东省人力资源和社会保障厅',
  issuedOn: '2026-11-03',
  demo: true,
  items: [
    {
      category: '公需课目',
      course: '新质生产力',
      form: '网络培训',
      institution: '岭南工业大学',
      from: '2026-03-02',
      to: '2026-03-20',
      hoursTenths: 301,
      recognisedBy: '广州市人力资源和社会保障局',
    },
    {
      category: '专业课目',
      course: '电路可靠性',
      form: '学术会议',
      institution: '演示学会',
      from: '2026-08-01',
      to: '2026-08-01',
      hoursTenths: 665,
      recognisedBy: '广东省演示电子研究院',
    },
  ],
}

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'certificate-'))
})

afterAll(async () => {
  await drain()
  await rm(directory, { recursive: true, force: true })
})

/** What one of the Debian tools (poppler, qpdf, zbar) prints about the document. */
async function ask(tool: string, ...options: string[]): Promise<string> {
  return (await promisify(execFile)(tool, options, { cwd: directory })).stdout
}

describe('a printed certificate', () => {
  it('prints every fact, rare characters too', async () => {
    await writeFile(join(directory, 'full.pdf'), await renderCertificate(facts))
    const text = await ask('pdftotext', '-layout', 'full.pdf', '-')
    const { categories, items, year: _year, demo: _demo, issuedOn: _issuedOn, ...plain } = facts
    const { totalHoursTenths: _hours, totalRequiredTenths: _required, ...words } = plain
    const expected = [
      ...Object.values(words),
      ...categories.map((category) => category.name),
      ...items.flatMap(({ hoursTenths: _tenths, ...item }) => Object.values(item)),
      '广东省专业技术人员继续教育证书',
      '2026 年 11 月 3 日',
      '演示专用',
      '不具法律效力',
      '电子签名：学时系统演示签名',
    ]
    for (const fact of expected) expect(text).toContain(fact)
    expect(text).toMatch(/公需课目\s+3\s+30\.1\s+30\s/)
    expect(text).toMatch(/专业课目\s+4\s+48\.5\s+42\s/)
    expect(text).toMatch(/个人选修课目\s+2\s+18\s+18\s/)
    expect(text).toMatch(/总学时\s+9\s+96\.6\s+90\s/)
    expect(text).toMatch(/合计\s+96\.6/)
  })

  it('is two sound pages of A4 landscape with embedded fonts', async () => {
    const information = await ask('pdfinfo', 'full.pdf')
    expect(information).toMatch(/Pages:\s+2\b/)
    expect(information).toMatch(/Page size:\s+841\.89 x 595\.276 pts \(A4\)/)
    expect(information).toMatch(/Tagged:\s+yes/)
    expect(information).toContain(facts.number)
    const fonts = (await ask('pdffonts', 'full.pdf')).trim().split('\n').slice(2)
    expect(fonts.map((line) => line.split(/\s+/)[0]?.slice(7) ?? '').toSorted()).toEqual([
      'NotoSerifSC-Bold',
      'NotoSerifSC-Regular',
    ])
    // Columns: embedded, subset, with a map to Unicode.
    for (const line of fonts) expect(line).toMatch(/\byes yes yes\b/)
    expect(await ask('qpdf', '--check', 'full.pdf')).toContain(
      'No syntax or stream encoding errors',
    )
  })

  it('carries the address and the proof in a QR code that a camera reads', async () => {
    await ask(
      'pdftoppm',
      '-r',
      '100',
      '-f',
      '1',
      '-l',
      '1',
      '-png',
      '-singlefile',
      'full.pdf',
      'page',
    )
    expect(await ask('zbarimg', '--quiet', 'page.png')).toBe(`QR-Code:${proved}\n`)
  })

  it('is the same file for the same facts, and another for others', async () => {
    const one = await renderCertificate(facts)
    const other = await renderCertificate({ ...facts, name: '欧阳' })
    expect((await renderCertificate(facts)).equals(one)).toBe(true)
    expect(other.equals(one)).toBe(false)
  })

  it('has no seal or warning of a demonstration when it is none', async () => {
    await writeFile(join(directory, 'real.pdf'), await renderCertificate({ ...facts, demo: false }))
    const text = await ask('pdftotext', '-layout', 'real.pdf', '-')
    expect(text).toContain(facts.issuer)
    expect(text).not.toMatch(/演示专用|不具法律效力/)
  })

  it('shows the photo of this certificate, and none on the next', async () => {
    const photo = createCanvas(60, 84).toBuffer('image/jpeg')
    const images = async (name: string, pdf: Buffer) => {
      await writeFile(join(directory, name), pdf)
      return (await ask('pdfimages', '-list', name)).trim().split('\n').slice(2)
    }
    const [shown] = await images('photo.pdf', await renderCertificate(facts, photo))
    expect(shown).toMatch(/\b60\s+84\b/)
    expect(await images('none.pdf', await renderCertificate(facts))).toEqual([])
  })

  it('goes on to further pages with the head of the table', async () => {
    const [item] = facts.items
    if (!item) throw new Error('the facts have no item')
    const many = { ...facts, items: Array.from({ length: 40 }, () => item) }
    await writeFile(join(directory, 'long.pdf'), await renderCertificate(many))
    const last = await ask('pdftotext', '-layout', '-f', '4', '-l', '4', 'long.pdf', '-')
    expect(last).toContain('认定单位')
    expect(last).toContain('第 4 页，共 4 页')
    expect(last).toMatch(/合计\s+1204/)
  })

  it('names the characters that no font has, and prints the next one', async () => {
    // Noncharacters: no font will ever have them.
    const failure = await renderCertificate({ ...facts, name: '欧\u{1FFFE}' }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(Unprintable)
    expect(failure).toMatchObject({ characters: ['\u{1FFFE}'] })
    expect((await renderCertificate(facts)).subarray(0, 5).toString()).toBe('%PDF-')
  })
})

import sharp from 'sharp'
import { writeZip } from '../server/src/platform/zip.ts'

/** A PDF of one page with a line of text, from its objects up; no two titles make the same file. */
export function makePdf(title: string): Buffer {
  const words = `BT /F1 20 Tf 72 760 Td (${title}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${words.length} >>\nstream\n${words}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = String(body.length).padStart(10, '0')
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${place} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(body + table + trailer, 'latin1')
}

/** A scan of a training notice as a JPEG; the words make it unlike any other. */
export function makeJpeg(words: string): Promise<Buffer> {
  const lines = [
    '各有关单位：',
    '　　为提高专业技术人员的创新能力，兹定于本月举办高级研修班，',
    '面授两天，每天 8 学时，考核合格的发给结业证书。',
    '　　请各单位组织相关人员参加。',
  ]
  const body = lines.map((line, at) => `<text x="110" y="${300 + at * 62}">${line}</text>`)
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900"
      font-family="Noto Serif CJK SC, Noto Serif SC, serif" font-size="34" fill="#222">
    <rect width="1200" height="900" fill="#fbf9f2"/>
    <text x="600" y="150" font-size="56" text-anchor="middle">关于举办高级研修班的通知</text>
    <text x="600" y="210" font-size="22" text-anchor="middle" fill="#777">${words}</text>
    ${body.join('')}
    <text x="1080" y="700" text-anchor="end">大湾区数字技能学院（演示）</text>
    <circle cx="920" cy="690" r="110" fill="none" stroke="#b81a1a" stroke-width="7" opacity="0.75"/>
    <text x="920" y="712" font-size="64" text-anchor="middle" fill="#b81a1a" opacity="0.75">★</text>
  </svg>`
  return sharp(Buffer.from(drawing)).jpeg({ quality: 85 }).toBuffer()
}

/** What a phone calls a picture and few browsers draw: the head of a HEIC file alone. */
export function makeHeic(words: string): Buffer {
  const head = Buffer.alloc(24)
  head.writeUInt32BE(24)
  head.write('ftypheic\0\0\0\0mif1heic', 4, 'latin1')
  return Buffer.concat([head, Buffer.from(words)])
}

/** A Word document as far as anybody asks who does not open it. */
export async function makeWord(words: string): Promise<Buffer> {
  const parts = ['[Content_Types].xml', 'word/document.xml']
  const entries = parts.map((name) => ({ name, bytes: Buffer.from(`<!-- ${words} -->`) }))
  const pieces: Buffer[] = []
  for await (const piece of writeZip(entries)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** A file of text as a chooser hands it on. */
export const makeCsv = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
})

import { hash, type Signer } from './signer.ts'

/** What a signature says of itself, in the file and under its protection. */
export type SignatureNote = {
  reason: string
  /** An address of plain letters, without brackets. */
  location: string
  at: Date
}

/** Seconds on the clock of an authority that others believe (RFC 3161), put to a finished signature. */
export type Stamper = {
  roomBytes: number
  stamp: (cms: Uint8Array) => Promise<Uint8Array>
}

/**
 * The PDF with a signature over all of it, as PAdES wants it (ETSI EN 319 142-1, B-B; B-T with a
 * stamper). The file itself stays as it was printed: what makes the signature is put after it.
 */
export async function signPdf(
  pdf: Buffer,
  { signer, stamper, note }: { signer: Signer; stamper: Stamper | null; note: SignatureNote },
): Promise<Buffer> {
  const room = signer.roomBytes + (stamper?.roomBytes ?? 0)
  const { signed, start, end } = withPlace(pdf, signer.subject, note, room)
  const digest = hash(Buffer.concat([signed.subarray(0, start), signed.subarray(end)]))
  const plain = await signer.sign(digest)
  const cms = Buffer.from(stamper ? await stamper.stamp(plain) : plain)
  if (cms.length > room) throw new Error(`a signature of ${cms.length} bytes has room for ${room}`)
  signed.write(cms.toString('hex'), start + 1, 'latin1')
  return signed
}

const widths = 10

/**
 * The file with a signature field and an empty place for the signature, as one incremental update
 * (ISO 32000-1, 7.5.6). It knows the files that our printer writes, with a plain table of objects,
 * and throws plainly at others.
 */
function withPlace(pdf: Buffer, name: string, note: SignatureNote, room: number) {
  const file = readFile(pdf)
  const field = file.size
  const signature = file.size + 1
  const page = file.firstPage()
  const reference = (object: number) => `${object} 0 R`
  const form = `/AcroForm << /SigFlags 3 /Fields [${reference(field)}] >>`
  const ranges = `/ByteRange [0 ${' '.repeat(3 * widths + 2)}]`
  const objects: [number, string][] = [
    [file.root, withEntry(file.object(file.root), form)],
    [page, withEntry(file.object(page), `/Annots [${reference(field)}]`)],
    [
      field,
      // Invisible, but printed and locked: PDF/A lets no annotation be hidden.
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature) /V ${reference(signature)}` +
        ` /F 132 /Rect [0 0 0 0] /P ${reference(page)} >>`,
    ],
    [
      signature,
      `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached` +
        ` /Name ${textString(name)} /Reason ${textString(note.reason)} /Location (${plain(note.location)})` +
        ` /M (D:${note.at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z)\n` +
        `${ranges} /Contents <${'0'.repeat(room * 2)}> >>`,
    ],
  ]
  let update = pdf.at(-1) === 0x0a ? '' : '\n'
  const places = new Map<number, number>()
  for (const [object, body] of objects) {
    places.set(object, pdf.length + update.length)
    update += `${object} 0 obj\n${body}\nendobj\n`
  }
  const table = pdf.length + update.length
  const lines = [...places].toSorted(([one], [other]) => one - other)
  update += 'xref\n'
  for (const [object, place] of lines)
    update += `${object} 1\n${String(place).padStart(10, '0')} 00000 n \n`
  update += `trailer\n<< /Size ${file.size + 2} /Root ${reference(file.root)} ${file.kept} /Prev ${file.table} >>\n`
  update += `startxref\n${table}\n%%EOF\n`

  const signed = Buffer.concat([pdf, Buffer.from(update, 'latin1')])
  const start = signed.lastIndexOf('/Contents <') + '/Contents '.length
  const end = start + room * 2 + 2
  const written = `${start} ${end} ${signed.length - end}`.padEnd(3 * widths + 2)
  signed.write(written, signed.lastIndexOf('/ByteRange [0 ') + '/ByteRange [0 '.length, 'latin1')
  return { signed, start, end }
}

/** The parts of a plain file that an update needs. */
function readFile(pdf: Buffer) {
  const tail = pdf.toString('latin1', Math.max(0, pdf.length - 1024))
  const end = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)
  const trailer = tail.slice(tail.lastIndexOf('trailer'))
  const size = Number(/\/Size (\d+)/.exec(trailer)?.[1])
  const root = Number(/\/Root (\d+) 0 R/.exec(trailer)?.[1])
  const table = Number(end?.[1])
  const head = /^xref\s+0 (\d+)\s?\n/.exec(pdf.toString('latin1', table, table + 40))
  if (!size || !root || Number(head?.[1]) !== size) throw new Error('not a file of our printer')
  const first = table + (head?.[0].length ?? 0)
  const object = (number: number) => {
    const place = Number(pdf.toString('latin1', first + number * 20, first + number * 20 + 10))
    const from = pdf.indexOf('obj', place) + 3
    const until = pdf.indexOf('endobj', from)
    const body = pdf.toString('latin1', from, until).trim()
    if (!body.startsWith('<<') || !body.endsWith('>>') || body.includes('stream'))
      throw new Error(`object ${number} is no plain dictionary`)
    return body
  }
  const kept = [/\/Info \d+ 0 R/, /\/ID \[.*?\]/s].map((each) => each.exec(trailer)?.[0] ?? '')
  const firstPage = (): number => {
    let number = Number(/\/Pages (\d+) 0 R/.exec(object(root))?.[1])
    while (!/\/Type \/Page\b/.test(object(number)))
      number = Number(/\/Kids \[\s*(\d+) 0 R/.exec(object(number))?.[1])
    return number
  }
  return { size, root, table, object, firstPage, kept: kept.join(' ') }
}

/** A dictionary with one entry more. */
function withEntry(dictionary: string, entry: string): string {
  const [name = ''] = entry.split(' ')
  if (dictionary.includes(`${name} `)) throw new Error(`there is ${name} already`)
  return `${dictionary.slice(0, -2)}${entry}\n>>`
}

/** A text as PDF writes it: UTF-16 in hex, so that no character needs care. */
const textString = (text: string) =>
  `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`

function plain(text: string): string {
  if (!/^[\x21-\x7e]*$/.test(text) || /[()\\]/.test(text))
    throw new Error('an address of plain letters was expected')
  return text
}

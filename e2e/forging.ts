/// <reference types="node" />
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDemoSigner } from '../server/src/platform/demo-signer.ts'
import { signPdf } from '../server/src/platform/pdf-signature.ts'

/** One byte of the page is another. */
export function altered(pdf: Buffer): Buffer {
  const forged = Buffer.from(pdf)
  forged[3000] = (forged[3000] ?? 0) ^ 1
  return forged
}

const gapOf = (pdf: Buffer) => {
  const start = pdf.lastIndexOf('/Contents <') + '/Contents <'.length
  return { start, end: pdf.indexOf('>', start) }
}

/** The page of one certificate under the signature of another. */
export function underSignatureOf(other: Buffer, pdf: Buffer): Buffer {
  const [from, to] = [gapOf(other), gapOf(pdf)]
  const forged = Buffer.from(pdf)
  const signature = other.subarray(from.start, from.end).toString('latin1')
  const length = to.end - to.start
  forged.write(signature.padEnd(length, '0').slice(0, length), to.start, 'latin1')
  return forged
}

/** The page as it was printed, signed by somebody who calls themselves as the house does. */
export async function signedByAnother(pdf: Buffer, location: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-forger-'))
  try {
    const signer = await loadDemoSigner(join(folder, 'signer.pem'))
    // The fonts say `%%EOF` as well.
    const end = /startxref\s+\d+\s+%%EOF\n/.exec(pdf.toString('latin1'))
    if (!end) throw new Error('the file has no end')
    const bare = pdf.subarray(0, end.index + end[0].length)
    const note = { reason: '签发', location, at: new Date() }
    return await signPdf(bare, { signer, stamper: null, note })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

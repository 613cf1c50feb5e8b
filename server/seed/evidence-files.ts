import { Readable } from 'node:stream'
import sharp from 'sharp'
import { addEvidence, receiver } from '../src/declarations/service.ts'
import { add as addPhoto, photoReceiver } from '../src/people/photos/service.ts'
import type { Actor } from '../src/platform/actor.ts'
import { sniff } from '../src/platform/files.ts'

/** A one-page PDF of our own that says its number, so that no two are the same file. */
export function inventedPdf(sequence: number): Buffer {
  const words = `BT /F1 20 Tf 72 760 Td (Certificate of completion, demonstration no. ${sequence}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${words.length} >>\nstream\n${words}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(body + table + trailer, 'latin1')
}

/** A small photograph of nothing, in a colour of its own. */
export function inventedJpeg(sequence: number): Promise<Buffer> {
  const background = {
    r: (sequence * 37) % 256,
    g: (sequence * 91) % 256,
    b: (sequence * 53) % 256,
  }
  return sharp({ create: { width: 240, height: 160, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

/** A portrait of nobody: a head and shoulders as a drawing, on a ground of its own colour. */
function inventedPortrait(sequence: number): Promise<Buffer> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="358" height="441">
    <rect width="358" height="441" fill="hsl(${200 + ((sequence * 7) % 30)} 45% 82%)"/>
    <path d="M40 441c0-96 62-136 139-136s139 40 139 136z" fill="hsl(${(sequence * 47) % 360} 25% 38%)"/>
    <ellipse cx="179" cy="190" rx="78" ry="96" fill="hsl(28 45% ${68 + (sequence % 4) * 3}%)"/>
    <path d="M95 190c-6-96 30-122 84-122s90 26 84 122c-12-40-26-56-40-62-34 12-74 10-100-6-14 16-22 32-28 68z" fill="#2b2622"/>
  </svg>`
  return sharp(Buffer.from(drawn)).jpeg().toBuffer()
}

/** The actor's photo, brought in the way an upload ends; answers its id. */
export async function bringPhoto(actor: Actor, sequence: number): Promise<string> {
  const bytes = await inventedPortrait(sequence)
  const { id } = await addPhoto(actor, { sizeBytes: bytes.length })
  const stored = await actor.platform.locker.put(Readable.from([bytes]))
  await photoReceiver.receive(actor, id, { ...stored, type: 'image/jpeg' })
  return id
}

/** Attaches a file to the actor's record the way an upload ends: stored, sniffed, received. */
export async function attachEvidence(
  actor: Actor,
  declarationId: string,
  name: string,
  bytes: Buffer,
): Promise<void> {
  const { id } = await addEvidence(actor, declarationId, { name, sizeBytes: bytes.length })
  const found = await sniff(bytes)
  if (!found) throw new Error(`${name} is of no type that is taken`)
  const stored = await actor.platform.locker.put(Readable.from([bytes]))
  await receiver.receive(actor, id, { ...stored, type: found.type })
}

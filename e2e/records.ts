import type { APIRequestContext } from '@playwright/test'
import {
  addEvidence,
  createDeclaration,
  type Declaration,
  type DeclarationForm,
  readDeclaration,
  submitDeclaration,
} from '@xueshi/contract/declarations'
import { ask } from './ask.ts'
import { studiedYear } from './days.ts'
import { makePdf } from './files.ts'

export const anyRecord: DeclarationForm = {
  name: '数字化工具实务',
  category: 'professional',
  form: '01',
  institution: '大湾区数字技能学院（演示）',
  startOn: `${studiedYear}-01-03`,
  endOn: `${studiedYear}-01-04`,
  claimedTenths: 160,
}

/** A draft of whoever is signed in, without evidence. */
export const makeDraft = (
  request: APIRequestContext,
  form: Partial<DeclarationForm> = {},
): Promise<Declaration> => ask(request, createDeclaration, { body: { ...anyRecord, ...form } })

/** A PDF sent by tus as the pages send it, in one piece. */
export async function attachPdf(
  request: APIRequestContext,
  declarationId: string,
  title: string,
): Promise<Declaration> {
  const bytes = makePdf(title)
  const { ticket, uploadUrl } = await ask(request, addEvidence, {
    params: { id: declarationId },
    body: { name: '结业证书.pdf', sizeBytes: bytes.length },
  })
  const tus = { 'tus-resumable': '1.0.0', 'x-upload-ticket': ticket }
  const opened = await request.post(uploadUrl, {
    headers: { ...tus, 'upload-length': String(bytes.length) },
  })
  const sent = await request.patch(opened.headers()['location'] ?? '', {
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    data: bytes,
  })
  if (!sent.ok()) throw new Error(`the upload was refused: ${sent.status()} ${await sent.text()}`)
  return ask(request, readDeclaration, { params: { id: declarationId } })
}

/** A record of whoever is signed in that waits for the employer. */
export async function sendRecord(
  request: APIRequestContext,
  form: Partial<DeclarationForm> = {},
): Promise<Declaration> {
  const draft = await makeDraft(request, form)
  const { id, version } = await attachPdf(request, draft.id, `Certificate ${draft.id}`)
  return ask(request, submitDeclaration, { params: { id }, body: { version } })
}

import {
  readCertificatePdf,
  readCredential,
  readIssuer,
  readStatusList,
  readVerificationKeys,
  verifyByCode,
  verifyByNumber,
  verifyFile,
} from '@xueshi/contract/certificates'
import type { Actor } from '../platform/actor.ts'
import { serve, type Serving } from '../platform/http.ts'
import { printBatch } from '@xueshi/contract/certificates/batches'
import { listCertificates, readCertificate } from '@xueshi/contract/certificates/register'
import * as law from '@xueshi/contract/certificates/templates'
import * as tasks from '../tasks/service.ts'
import * as batches from './batches/service.ts'
import * as credentials from './credentials/service.ts'
import * as register from './register/service.ts'
import * as seals from './seals/service.ts'
import * as certificates from './service.ts'
import * as templates from './templates/service.ts'
import * as verification from './verification/service.ts'

export function serveCertificates(serving: Serving): void {
  serve(serving, readCertificatePdf, ({ actor, params }) => certificates.readPdf(actor, params.id))
  serve(serving, verifyByCode, ({ actor, params }) => verification.verifyByCode(actor, params.code))
  serve(serving, verifyByNumber, ({ actor, body }) => verification.verifyByNumber(actor, body))
  serve(serving, verifyFile, ({ actor, file }) => verification.verifyFile(actor, file))
  serve(serving, readVerificationKeys, ({ actor }) => verification.readKeys(actor))
  serve(serving, readCredential, ({ actor, params }) =>
    credentials.readCredential(actor, params.code),
  )
  serve(serving, readStatusList, ({ actor, params }) => credentials.readStatusList(actor, params))
  serve(serving, readIssuer, ({ actor }) => credentials.readIssuer(actor))
  serve(serving, listCertificates, ({ actor, query }) => register.list(actor, query))
  serve(
    serving,
    printBatch,
    ({ actor, body }) => batches.begin(actor, body),
    ({ actor }, id) => tasks.read(actor, id),
  )
  serve(serving, readCertificate, ({ actor, params }) => register.read(actor, params.id))
  serveTemplates(serving)
}

/** 模板与印章. */
function serveTemplates(serving: Serving): void {
  const present = ({ actor }: { actor: Actor }, id: string) => templates.read(actor, id)
  const asked = <Given extends object>({
    params,
    body,
  }: {
    params: { id: string }
    body: Given
  }) => ({
    ...body,
    id: params.id,
  })
  serve(serving, law.listTemplates, ({ actor, query }) => templates.list(actor, query))
  serve(serving, law.readTemplate, ({ actor, params }) => templates.read(actor, params.id))
  serve(serving, law.previewTemplate, ({ actor, params }) => templates.preview(actor, params.id))
  serve(serving, law.createTemplate, ({ actor, body }) => templates.create(actor, body), present)
  serve(serving, law.editTemplate, (call) => templates.edit(call.actor, asked(call)))
  serve(serving, law.discardTemplate, (call) => templates.discard(call.actor, asked(call)), present)
  serve(serving, law.publishTemplate, (call) => templates.publish(call.actor, asked(call)), present)
  serve(serving, law.retireTemplate, (call) => templates.retire(call.actor, asked(call)), present)
  serve(
    serving,
    law.addSeal,
    ({ actor, body }) => seals.add(actor, body),
    ({ actor }, id) => seals.presentUpload(actor, id),
  )
  serve(serving, law.readSeal, ({ actor, params }) => seals.readOwn(actor, params.id))
}

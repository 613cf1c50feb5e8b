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
import { serve, type Serving } from '../platform/http.ts'
import { printBatch } from '@xueshi/contract/certificates/batches'
import { listCertificates, readCertificate } from '@xueshi/contract/certificates/register'
import * as tasks from '../tasks/service.ts'
import * as batches from './batches/service.ts'
import * as credentials from './credentials/service.ts'
import * as register from './register/service.ts'
import * as certificates from './service.ts'
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
}

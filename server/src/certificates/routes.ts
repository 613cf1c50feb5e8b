import { readCertificatePdf, verifyByCode, verifyByNumber } from '@xueshi/contract/certificates'
import { serve, type Serving } from '../platform/http.ts'
import * as certificates from './service.ts'

export function serveCertificates(serving: Serving): void {
  serve(serving, readCertificatePdf, ({ actor, params }) => certificates.readPdf(actor, params.id))
  serve(serving, verifyByCode, ({ actor, params }) => certificates.verifyByCode(actor, params.code))
  serve(serving, verifyByNumber, ({ actor, body }) => certificates.verifyByNumber(actor, body))
}

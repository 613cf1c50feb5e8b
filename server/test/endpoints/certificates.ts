import type { TestApp } from '../app.ts'
import { issueMany, yearFacts } from '../factories/certificates.ts'
import { makeCertified } from '../factories/ledger.ts'
import { employer, everyone, hrss, person, reason, type EndpointRows } from './rows.ts'

export const certificateRows: EndpointRows = {
  doors: {
    'GET /certificates': [...employer, ...hrss],
    'POST /certificates/batches': employer,
    'GET /certificates/:id': [...employer, ...hrss],
    'GET /certificates/:id/pdf': [...person, ...employer, ...hrss],
    'POST /certificates/:id/withdraw': hrss,
    'POST /certificates/:id/reissue': hrss,
    'GET /verifications/:code': everyone,
    'POST /verifications': everyone,
    'POST /verifications/file': everyone,
    'GET /verification-keys': everyone,
    'GET /verifications/:code/credential': everyone,
    'GET /status-lists/:year/:city/:block': everyone,
    'GET /issuer': everyone,
  },
  make: async (app, { unitId, individual }) => {
    const { id, code } = await certificateOf(app, individual.accountId ?? '', unitId)
    const byHand = async () => ({
      params: { id: (await makeCertified(app, unitId)).id },
      body: { version: 1, reason },
    })
    return {
      requests: {
        'GET /certificates': { query: { year: '2025' } },
        'POST /certificates/batches': { body: { year: '2025', form: 'zip' } },
        'GET /certificates/:id': { params: { id } },
        'POST /certificates/:id/withdraw': await byHand(),
        'POST /certificates/:id/reissue': await byHand(),
        'GET /certificates/:id/pdf': { params: { id } },
        'GET /verifications/:code': { params: { code } },
        'POST /verifications': { body: { number: '000000', name: '陈嘉欣' } },
        'POST /verifications/file': { file: Buffer.from('%PDF-1.7\n%%EOF\n') },
        'GET /verification-keys': {},
        'GET /verifications/:code/credential': { params: { code } },
        'GET /status-lists/:year/:city/:block': {
          params: { year: '2025', city: '4401', block: '0' },
        },
        'GET /issuer': {},
      },
      ids: [id],
    }
  },
}

/** The person's certificate of last year, issued the first time that it is asked for. */
async function certificateOf(app: TestApp, personId: string, unitId: string) {
  const known = app.platform.db
    .selectFrom('certificates')
    .select(['id', 'code'])
    .where('personId', '=', personId)
    .where('year', '=', 2025)
  const found = await known.executeTakeFirst()
  if (found) return found
  const asked = { personId, unitId, series: '05', facts: yearFacts({ year: 2025 }) }
  await issueMany(app.platform, [asked])
  return known.executeTakeFirstOrThrow()
}

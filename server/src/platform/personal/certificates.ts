import type { Register } from '../personal-columns.ts'

export const certificateColumns: Register = {
  certificate_documents: [
    {
      purpose: 'telling a printed certificate from any other file',
      retention: 'certificate',
      columns: { sha256: 'hashed' },
    },
  ],
  certificates: [
    {
      purpose: 'proving the year to anyone who holds the certificate',
      retention: 'certificate',
      columns: {
        number: 'clear',
        code: 'clear',
        facts: 'clear',
        end_reason: 'clear',
        name: 'clear',
        series: 'clear',
        city_code: 'clear',
        county_code: 'clear',
      },
    },
  ],
}

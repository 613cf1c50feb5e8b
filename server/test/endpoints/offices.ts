import { makeAccount } from '../factories/accounts.ts'
import { creditCode } from '../factories/orgs.ts'
import { hrss, security, type EndpointRows } from './rows.ts'

export const officeRows: EndpointRows = {
  doors: {
    'GET /offices': [...hrss, 'industry', ...security],
    'POST /offices': ['hrss.manager'],
  },
  make: async (app) => {
    const manager = await makeAccount(app, { name: '黎小满' })
    return {
      requests: {
        'GET /offices': {},
        'POST /offices': {
          body: {
            kind: 'hrss',
            industryCode: null,
            name: '广州市白云区人力资源和社会保障局',
            code: creditCode(),
            regionCode: '440111',
            contactName: '何穗生',
            contactPhone: '020-87654321',
            managerName: '黎小满',
            managerUserName: manager.accountName,
          },
        },
      },
    }
  },
}

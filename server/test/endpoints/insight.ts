import { signedIn, type EndpointRows } from './rows.ts'

export const insightRows: EndpointRows = {
  doors: { 'GET /home': signedIn },
  make: async () => ({ requests: { 'GET /home': {} } }),
}

import {
  editDeclaration,
  readDeclaration,
  removeEvidence,
  returnDeclaration,
  submitDeclaration,
} from '@xueshi/contract/declarations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import {
  attach,
  declarationForm,
  individualActor,
  makeSubmitted,
  pdf,
} from '../../../test/factories/declarations.ts'
import { makePerson } from '../../../test/factories/people.ts'

let app: TestApp
let person: Awaited<ReturnType<typeof makePerson>>
let clerk: Client
beforeAll(async () => {
  app = await testApp()
  person = await makePerson(app)
  clerk = await clientFor(app, { accountId: person.clerk.id, seatId: person.clerk.seatId })
})
afterAll(() => app.close())

const readBy = async (client: Client, id: string) =>
  (await client.call(readDeclaration, { params: { id } })).body
const giveBack = async (id: string) => {
  const { version } = await readBy(clerk, id)
  await clerk.call(returnDeclaration, { params: { id }, body: { version, reason: '请核对' } })
}
const sendAgain = async (id: string) => {
  const { version } = await readBy(person.client, id)
  await person.client.call(submitDeclaration, { params: { id }, body: { version } })
}
const edit = async (id: string, claimedTenths: number) => {
  const { version, name } = await readBy(person.client, id)
  const form = declarationForm({ name, claimedTenths })
  await person.client.call(editDeclaration, { params: { id }, body: { version, form } })
}

test('whoever reviews it again reads what it said and which files it had when it was returned', async () => {
  const { id, evidence } = await makeSubmitted(app, person)
  expect((await readBy(clerk, id)).returned).toBeNull()
  await giveBack(id)
  expect((await readBy(clerk, id)).returned).toBeNull()
  await edit(id, 80)
  const fileId = evidence[0]?.id ?? ''
  const params = { id, evidenceId: fileId }
  await person.client.call(removeEvidence, { params })
  await attach(app, await individualActor(app, person.id), id, pdf())
  await sendAgain(id)
  const seen = await readBy(clerk, id)
  expect(seen).toMatchObject({
    claimedTenths: 80,
    returned: {
      at: '2026-06-01T02:00:00.000Z',
      form: { name: seen.name, claimedTenths: 160, startOn: '2026-04-11', year: 2026 },
      files: [{ id: fileId }],
    },
  })
  expect((await readBy(person.client, id)).returned).toBeNull()
})

test('a second return takes the place of the first', async () => {
  const { id } = await makeSubmitted(app, person)
  await giveBack(id)
  await edit(id, 80)
  await sendAgain(id)
  await giveBack(id)
  await edit(id, 40)
  await sendAgain(id)
  const seen = await readBy(clerk, id)
  expect([seen.claimedTenths, seen.returned?.form.claimedTenths]).toEqual([40, 80])
})

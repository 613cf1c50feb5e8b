import { finishClass, previewFinish } from '@xueshi/contract/training/attendance'
import * as law from '@xueshi/contract/training/classes'
import { confirmInOrder } from '@xueshi/contract/training/confirmations'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, testApp, type TestApp } from '../../../test/app.ts'
import { clientFor } from '../../../test/factories/accounts.ts'
import { makePerson } from '../../../test/factories/people.ts'
import {
  classForm,
  makeClassIn,
  makeInstitution,
  officerOf,
  type Staffed,
  todayForm,
} from '../../../test/factories/training.ts'

let app: TestApp
let institution: Staffed
let callers: Record<string, Client>
let person: Awaited<ReturnType<typeof makePerson>>
beforeAll(async () => {
  app = await testApp()
  institution = await makeInstitution(app)
  person = await makePerson(app)
  const { accountId, seat } = await officerOf(app, institution.hrss.id)
  callers = {
    institution: institution.clerk.client,
    office: await clientFor(app, { accountId: accountId ?? '', seatId: seat?.id ?? '' }),
    'another institution': (await makeInstitution(app)).clerk.client,
    'an employer': await clientFor(app, {
      accountId: person.clerk.id,
      seatId: person.clerk.seatId,
    }),
    'the person': person.client,
  }
})
afterAll(() => app.close())

type Held = law.TrainingClass
type Press = (client: Client, one: Held) => Promise<{ status: number }>
const of = ({ id, version }: Held) => ({ params: { id }, body: { version } })
const because = ({ id, version }: Held) => ({
  params: { id },
  body: { version, reason: '按规定办理' },
})
const plain =
  (move: law.PlainMove): Press =>
  (client, { id, version }) =>
    client.call(law.moveClass, { params: { id }, body: { version, move } })
const formOf = (one: Held) =>
  classForm(one.courseId, { ...todayForm(), name: one.name, place: '二楼教室' })

/** How each move of the table is pressed; those of the trainees' own lists are tried where those are tested. */
const presses: Partial<Record<law.ClassMove, Press>> = {
  edit: (client, one) =>
    client.call(law.editClass, {
      params: { id: one.id },
      body: { version: one.version, form: formOf(one) },
    }),
  submit: (client, one) => client.call(law.submitClass, of(one)),
  withdraw: plain('withdraw'),
  approve: (client, one) => client.call(law.approveClass, of(one)),
  return: (client, one) => client.call(law.returnClass, because(one)),
  open: plain('open'),
  pause: plain('pause'),
  resume: plain('resume'),
  close: plain('close'),
  reopen: plain('reopen'),
  decide: (client, { id }) => client.call(confirmInOrder, { params: { id } }),
  draw: (client, one) => client.call(law.drawClass, of(one)),
  resize: (client, { id, version }) =>
    client.call(law.resizeClass, {
      params: { id },
      body: { version, plan: 9, units: [], displaced: [], reason: null },
    }),
  promotion: (client, { id, version }) =>
    client.call(law.setPromotion, { params: { id }, body: { version, promotes: false } }),
  change: (client, one) =>
    client.call(law.changeClass, {
      params: { id: one.id },
      body: { version: one.version, form: { ...formOf(one) }, reason: '教室检修' },
    }),
  start: plain('start'),
  assess: plain('assess'),
  continue: plain('continue'),
  finish: async (client, { id, version }) => {
    const shown = await client.call(previewFinish, { params: { id } })
    const digest = shown.status === 200 ? shown.body.digest : ''
    return client.call(finishClass, { params: { id }, body: { version, digest } })
  },
  cancel: (client, one) => client.call(law.cancelClass, because(one)),
  message: (client, { id }) =>
    client.call(law.messageClass, { params: { id }, body: { to: 'all', text: '请带证件' } }),
  copy: (client, { id }) =>
    client.call(law.copyClass, { params: { id }, body: { startsOn: '2026-09-01' } }),
  delete: (client, { id }) => client.call(law.deleteClass, { params: { id } }),
}

test('every move of a class has a button or a list of its own', () => {
  const elsewhere = ['mark', 'score', 'correct']
  expect([...Object.keys(presses), ...elsewhere].toSorted()).toEqual(law.classMoveNames.toSorted())
})

test.each(law.classStates)(
  '%s: each move is done if and only if it is offered to who presses it',
  async (state) => {
    const make = () => makeClassIn(app, institution, state, { people: [person] })
    let one = await make()
    for (const [who, client] of Object.entries(callers))
      for (const [move, press] of Object.entries(presses)) {
        const seen = await client.call(law.readClass, { params: { id: one.id } })
        const open: readonly string[] = seen.status === 200 ? seen.body.open : []
        const { status } = await press(client, one)
        expect([who, move, status === 200]).toEqual([who, move, open.includes(move)])
        if (status !== 200) expect([403, 404, 409, 422]).toContain(status)
        else one = await make()
      }
  },
  120_000,
)

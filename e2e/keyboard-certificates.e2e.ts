import {
  type DeclarationForm,
  passDeclaration,
  recogniseDeclaration,
} from '@xueshi/contract/declarations'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { press, skipMenus, tabTo } from './keys.ts'
import { demo, type Desk, enterAsConfirmed, seatOf, signIn } from './people.ts'
import { sendRecord } from './records.ts'
import { expect, test } from './test.ts'

const day = (of: number) => `${studiedYear}-01-${String(of).padStart(2, '0')}`
const whole: Partial<DeclarationForm>[] = [
  { category: 'public', startOn: day(1), endOn: day(4), claimedTenths: 300 },
  { category: 'professional', startOn: day(1), endOn: day(6), claimedTenths: 420 },
  { category: 'elective', startOn: day(7), endOn: day(9), claimedTenths: 180 },
]

test('申请认证 and its certificate by keyboard alone', async ({ page, clerk, visit }) => {
  test.setTimeout(240_000)
  await enterAsConfirmed(page.request, clerk)
  const { context } = await visit()
  await signIn(context.request, demo('hrss.county'))
  const office: Desk = { request: context.request, seat: await seatOf(context.request) }
  for (const form of whole) {
    const { id, version, claimedTenths: recognisedTenths } = await sendRecord(page.request, form)
    const params = { id }
    // 公需课 declared by hand goes on to the HR&SS office.
    const passed =
      form.category === 'public'
        ? await ask(clerk.request, passDeclaration, { params, body: { version } }, clerk.seat)
        : null
    const last = passed ? office : clerk
    const body = { version: passed?.version ?? version, recognisedTenths, reason: null }
    await ask(last.request, recogniseDeclaration, { params, body }, last.seat)
  }

  await page.goto('/me/certificates')
  const row = page.getByRole('row', { name: `${studiedYear}` })
  await expect(row).toContainText('待认证')
  await skipMenus(page)
  const certify = page.getByRole('button', { name: `申请认证（${studiedYear} 年度）` })
  await tabTo(page, certify)
  await expectAccessible(page, 'a year that may be certified')
  await press(page, certify)
  const print = page.getByRole('link', { name: `打印证书（${studiedYear} 年度）` })
  // The button has gone, and the focus with it: on to what may be done next.
  await expect(print).toBeFocused()
  await expect(page.getByText(`${studiedYear} 年度已认证，可以打印证书`)).toBeVisible()
  await expect(row).toContainText('已认证')
  await expectAccessible(page, 'a year that has just been certified')
  await press(page, print)
  await expect(page.getByRole('heading', { name: '在线打印', level: 1 })).toBeFocused()
  await expect(page.getByRole('img', { name: '第 2 页，共 2 页' })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: '在线打印' }))
  await expectAccessible(page, 'a certificate on the screen')
})

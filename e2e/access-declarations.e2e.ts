import { rejectDeclaration } from '@xueshi/contract/declarations'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { demo, enterAsConfirmed, signIn } from './people.ts'
import { sendRecord } from './records.ts'
import { expect, test } from './test.ts'

test('an appeal, on both sides', async ({ page, clerk, visit }) => {
  const { context } = await visit()
  const person = await enterAsConfirmed(page.request, clerk)
  const { id, version } = await sendRecord(page.request)
  const params = { id }
  const body = { version, reason: '不属于继续教育学时的认定范围。' }
  await ask(clerk.request, rejectDeclaration, { params, body }, clerk.seat)
  await page.goto(`/me/declarations/${id}`)
  await page.getByRole('button', { name: '申诉' }).click()
  const dialog = page.getByRole('dialog')
  await expectAccessible(page, 'appeal in its dialog')
  await dialog.getByRole('textbox', { name: '申诉理由' }).fill('请复核附件第二页。')
  await dialog.getByRole('button', { name: '提交申诉' }).click()
  await expect(page.getByText('申诉中').first()).toBeVisible()
  await expectAccessible(page, 'record that is appealed')

  const office = await context.newPage()
  await signIn(context.request, demo('hrss.county'))
  await office.goto(`/hrss/reviews?person=${encodeURIComponent(person.name)}`)
  await office.getByRole('link', { name: `审核 ${person.name}` }).click()
  await expect(office.getByRole('button', { name: '改判认定' })).toBeVisible()
  await expectAccessible(office, 'hearing of an appeal')
})

test('what an office has decided and looks up', async ({ page }) => {
  await signIn(page.request, demo('hrss.county'))
  await page.goto('/hrss/reviews?tab=found')
  await expect(page.getByText('请输入受理编号后查询')).toBeVisible()
  await expectAccessible(page, 'look-up before it is asked')
  await page.goto('/hrss/reviews?tab=decided&state=recognised')
  await page.getByRole('row').getByRole('link').first().click()
  await page.getByRole('button', { name: '撤销认定' }).click()
  await expect(page.getByRole('dialog', { name: '撤销认定' })).toBeVisible()
  await expectAccessible(page, 'revocation in its dialog')
  await page.goto('/hrss/reviews?tab=decided')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(page, 'decided records')
})

test('records ticked in the queue', async ({ page, clerk, visit }) => {
  const { context } = await visit()
  const person = await enterAsConfirmed(context.request, clerk)
  await sendRecord(context.request)
  await signIn(page.request, demo('employer.clerk'))
  await page.goto(`/employer/reviews?person=${encodeURIComponent(person.name)}`)
  await page.getByRole('checkbox', { name: person.name }).check()
  await expectAccessible(page, 'queue with a ticked record')
  await page.getByRole('button', { name: '批量退回' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page, 'reason for many in a dialog')
})

test('the list of records stands whole beside the menu', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/declarations?state=all')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await expect(page.getByRole('columnheader', { name: '审核时间' })).toBeInViewport({ ratio: 1 })
})

import { copyRuleSet, createExemption } from '@xueshi/contract/ledger'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { demo, enterAsConfirmed, seatOf, signIn } from './people.ts'
import { expect, type Page, test } from './test.ts'

const titled = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
/** Nothing is being fetched: no skeleton is left. */
const settled = (page: Page) => expect(page.locator('.skeleton:visible')).toHaveCount(0)
/** The rules since 2021 that are shipped. */
const shipped = '01980000-0000-7000-8000-000000000021'

test('rules in public and where they are written', async ({ page }) => {
  test.setTimeout(240_000)
  await page.goto('/rules')
  await titled(page, '学时规则')
  await settled(page)
  await expectAccessible(page, 'rules')
  await page.goto(`/rules/${shipped}`)
  await titled(page, /2021/)
  await expectAccessible(page, 'one rule set')

  await signIn(page.request, demo('hrss.province'))
  const seat = await seatOf(page.request)
  const { id } = await ask(page.request, copyRuleSet, { params: { id: shipped }, body: {} }, seat)
  await page.goto(`/hrss/rules/${id}`)
  await expect(page.getByText('草稿不影响任何人')).toBeVisible()
  await expectAccessible(page, 'draft of a rule set')
  await page.goto(`/hrss/rules/${id}/edit`)
  const form = page.getByRole('form', { name: '学时规则' })
  await form.getByRole('textbox', { name: '总学时' }).fill('10')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('总学时不能小于三类最低学时之和')
  await expectAccessible(page, 'editor of a rule set with its error summary')
  await page.getByRole('button', { name: '修改发表论文' }).click()
  await expect(page.getByRole('dialog', { name: '学习形式' })).toBeVisible()
  await expectAccessible(page, 'a learning form in the drawer')
})

test('免修减免 of a person and at an office; the years together', async ({
  page,
  clerk,
  visit,
}) => {
  test.setTimeout(240_000)
  await enterAsConfirmed(page.request, clerk)
  const body = {
    year: studiedYear,
    reason: 'maternity',
    kind: 'months',
    startOn: `${studiedYear}-01-01`,
    endOn: `${studiedYear}-06-30`,
    words: '产假',
  } as const
  const { id } = await ask(page.request, createExemption, { body })
  await page.goto('/me/exemptions')
  await titled(page, '免修减免申请')
  await settled(page)
  await expectAccessible(page, 'exemptions')
  await page.goto('/me/exemptions/new')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('处需要修改')
  await expectAccessible(page, 'new exemption with its error summary')
  await page.goto(`/me/exemptions/${id}`)
  await titled(page, /免修减免申请/)
  await expectAccessible(page, 'one exemption')
  await page.goto('/me/years')
  await titled(page, '近五年学时')
  await settled(page)
  await expectAccessible(page, 'the last five years')

  const { page: office } = await visit()
  await signIn(office.request, demo('hrss.city'))
  await office.goto('/hrss/exemptions')
  await titled(office, '免修减免')
  await settled(office)
  await expectAccessible(office, 'exemptions at an office')
})

import { expectAccessible } from './axe.ts'
import { tabTo, textbox, type } from './keys.ts'
import { demo, enterAsNew, signIn } from './people.ts'
import { answerQuestions, beginRecovery, chooseAndEnter, giveCode } from './recovering.ts'
import { expect, test } from './test.ts'

test('lose the phone and the password, go to the help desk, be in again', async ({
  page,
  visit,
}) => {
  test.setTimeout(240_000)
  const person = await enterAsNew(page.request)
  const { page: other } = await visit()
  await beginRecovery(other, person.documentNumber)
  // The phone was never proven, and is lost anyway: no code comes.

  const { page: desk } = await visit()
  await signIn(desk.request, demo('hrss.county'))
  const code = await test.step('an office issues a code, by keyboard alone', async () => {
    await desk.goto('/hrss/staff')
    await tabTo(desk, desk.getByRole('link', { name: '协助找回账号' }))
    await desk.keyboard.press('Enter')
    await expect(desk.getByRole('heading', { name: '协助找回账号', level: 1 })).toBeFocused()
    await tabTo(desk, desk.getByRole('button', { name: '查找' }))
    await desk.keyboard.press('Enter')
    await expect(desk.getByRole('alert')).toContainText('处需要修改')
    await expectAccessible(desk, 'help desk with its error summary')
    await desk.reload()
    await type(desk, textbox(desk, '证件号码'), person.documentNumber)
    await type(desk, textbox(desk, '姓名'), '查无此人')
    await desk.keyboard.press('Enter')
    await expect(desk.getByRole('alert')).toContainText('没有找到')
    await desk.reload()
    await type(desk, textbox(desk, '证件号码'), person.documentNumber)
    await type(desk, textbox(desk, '姓名'), person.name)
    await desk.keyboard.press('Enter')
    await expect(desk.getByText('本辖区人员', { exact: true })).toBeVisible()
    await type(desk, textbox(desk, '签发原因'), '手机遗失，已核对身份证原件')
    await tabTo(desk, desk.getByRole('button', { name: '签发一次性验证码' }))
    await desk.keyboard.press('Enter')
    await expect(desk.getByText('请先当面核对本人的有效证件原件').first()).toBeVisible()
    await expectAccessible(desk, 'help desk, reason')
    await tabTo(desk, desk.getByRole('checkbox', { name: '我已当面核对' }))
    await desk.keyboard.press('Space')
    await tabTo(desk, desk.getByRole('button', { name: '签发一次性验证码' }))
    await desk.keyboard.press('Enter')
    await expect(desk.getByText('它只显示这一次')).toBeFocused()
    await expectAccessible(desk, 'help desk, code')
    const told = await desk.locator('.one-time-code').textContent()
    return (told ?? '').replace(/\D/g, '')
  })
  await desk.reload()
  await expect(desk.getByRole('button', { name: '查找' })).toBeVisible()
  await expect(desk.locator('.one-time-code')).toHaveCount(0)

  await giveCode(other, code)
  await answerQuestions(other)
  await chooseAndEnter(other, person)
  // Whoever still sat at the old login is out.
  await page.goto('/me/security')
  await expect(page).toHaveURL(/\/login/)
  await other.goto('/me/messages')
  await expect(other.getByText(/的工作人员核对身份后/)).toBeVisible()
})

test('a manager finds the people of the unit and nobody else', async ({ page }) => {
  await signIn(page.request, demo('employer.manager'))
  await page.goto('/employer/staff')
  await page.getByRole('link', { name: '协助找回账号' }).click()
  const form = page.getByRole('form', { name: '查找本人账号' })
  await form.getByRole('textbox', { name: '证件号码' }).fill('440106198803070011')
  await form.getByRole('textbox', { name: '姓名' }).fill('林晓雯')
  await form.getByRole('button', { name: '查找' }).click()
  await expect(page.getByRole('alert')).toContainText('没有找到')
})

import { proveContact, sendContactCode } from '@xueshi/contract/accounts/contacts'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { answerCaptcha, expectRefused, logInByKeys, press, tabTo, textbox, type } from './keys.ts'
import { button } from './managing.ts'
import { letCodeRest } from './office.ts'
import { enterAsNew, inventPerson, type Person } from './people.ts'
import { answerByKeys } from './recovering.ts'
import { codeSentBy } from './sent.ts'
import { expect, type Page, test, type Visit } from './test.ts'

const newPassword = 'Longyan8Lizhi'
const titled = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

/** Somebody whose e-mail is proven, and whose address is like nobody else's when it is masked. */
async function enterWithEmail({ page }: Awaited<ReturnType<Visit>>): Promise<Person> {
  const invented = inventPerson()
  const email = `hello@${invented.accountName.replace('_', '-')}.example.com`
  const person = await enterAsNew(page.request, { ...invented, email })
  const code = await codeSentBy(page.request, email, async () => {
    await ask(page.request, sendContactCode, { body: { contact: 'email', address: null } })
  })
  const { password } = person
  await ask(page.request, proveContact, { body: { contact: 'email', code, password } })
  return person
}

/** The first step, by e-mail, and the code that came. */
async function askForCode(page: Page, { accountName, email }: Person): Promise<string> {
  await type(page, textbox(page, '用户名'), accountName)
  await tabTo(page, page.getByRole('radio', { name: /短信/ }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: /邮件/ })).toBeChecked()
  return codeSentBy(page.request, email, async () => {
    await answerCaptcha(page)
    await expect(titled(page, '填写邮件验证码')).toBeFocused()
  })
}

test('a forgotten password is found back by e-mail, with a second code, by keyboard alone', async ({
  page,
  visit,
}) => {
  const person = await enterWithEmail(await visit())
  await page.clock.install()
  await page.goto('/recover')
  await expect(titled(page, '忘记密码或用户名')).toBeVisible()
  const first = await askForCode(page, person)
  const waiting = page.getByRole('button', { name: /^重新获取（/ })
  await tabTo(page, waiting)
  await expect(waiting).toHaveAttribute('aria-disabled', 'true')
  await expectAccessible(page, 'recovery by e-mail, code')

  await page.clock.runFor(61_000)
  await letCodeRest(person.accountName)
  const again = button(page, '重新获取验证码')
  await expect(again).toBeFocused()
  const second = await codeSentBy(page.request, person.email, async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByText('验证码已重新发送')).toBeVisible()
  })
  // The button keeps the focus while it counts anew.
  await expect(waiting).toBeFocused()
  expect(second).not.toBe(first)
  await tabTo(page, textbox(page, '验证码'), 'Shift+Tab')
  await page.keyboard.type(second)
  await page.keyboard.press('Enter')

  await expect(titled(page, '回答密保问题')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expectRefused(page)
  await expectAccessible(page, 'recovery by e-mail, answers wanting')
  await answerByKeys(page)
  await expect(titled(page, '设置新密码')).toBeFocused()
  await expectAccessible(page, 'recovery by e-mail, password')
  for (const field of ['新密码', '确认新密码']) await type(page, textbox(page, field), newPassword)
  await page.keyboard.press('Enter')
  await expect(titled(page, '密码已重新设置')).toBeFocused()
  await press(page, page.getByRole('link', { name: '去登录' }))
  await logInByKeys(page, { account: person.accountName, password: newPassword })
  await expect(page).toHaveURL(/\/me/)
})

test('a recovery is begun anew from its second step, by keyboard alone', async ({
  page,
  visit,
}) => {
  const person = await enterWithEmail(await visit())
  await page.goto('/recover')
  await expect(titled(page, '忘记密码或用户名')).toBeVisible()
  await askForCode(page, person)
  await press(page, button(page, '重新开始'))
  await expect(textbox(page, '用户名')).toHaveValue('')
  await expect(titled(page, '忘记密码或用户名')).toBeFocused()
  await expectAccessible(page, 'recovery, begun anew')
  await tabTo(page, textbox(page, '用户名'))
})

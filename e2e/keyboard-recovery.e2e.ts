import { proveContact, sendContactCode } from '@xueshi/contract/accounts/contacts'
import { ask } from './ask.ts'
import { expectAccessible, expectAccessibleInLight } from './axe.ts'
import { fillRegistration } from './joining.ts'
import { answerCaptcha, expectRefused, logInByKeys, press, tabTo, textbox, type } from './keys.ts'
import { putOnFile } from './office.ts'
import { enterAsNew, inventPerson, type Person } from './people.ts'
import { answerByKeys, answers } from './recovering.ts'
import { codeSentBy } from './sent.ts'
import { expect, type Page, test, type Visit } from './test.ts'

const newPassword = 'Longyan8Lizhi'
const titled = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

/** Somebody whose phone is proven. */
async function enterWithPhone({ page }: Awaited<ReturnType<Visit>>): Promise<Person> {
  const person = await enterAsNew(page.request)
  const code = await codeSentBy(page.request, person.phone, async () => {
    await ask(page.request, sendContactCode, { body: { contact: 'phone', address: null } })
  })
  const { password } = person
  await ask(page.request, proveContact, { body: { contact: 'phone', code, password } })
  return person
}

/** From the login page to the field for the code, and the code that came. */
async function askForCode(page: Page, userName: string, phone: string): Promise<string> {
  await page.goto('/login')
  await press(page, page.getByRole('link', { name: '忘记密码或用户名' }))
  await expect(titled(page, '忘记密码或用户名')).toBeFocused()
  await expectAccessibleInLight(page, 'recovery, account')
  await type(page, textbox(page, '用户名'), userName)
  return codeSentBy(page.request, phone, async () => {
    await answerCaptcha(page)
    await expect(titled(page, '填写短信验证码')).toBeFocused()
  })
}

test('a forgotten password is found back by keyboard alone, each step refused once', async ({
  page,
  visit,
}) => {
  const person = await enterWithPhone(await visit())
  const code = await askForCode(page, person.accountName, person.phone)
  await type(page, textbox(page, '验证码'), '12')
  await page.keyboard.press('Enter')
  await expectRefused(page)
  await expectAccessible(page, 'recovery, code refused')
  await type(page, textbox(page, '验证码'), code)
  await page.keyboard.press('Enter')

  await expect(titled(page, '回答密保问题')).toBeFocused()
  const wrong = Object.fromEntries(Object.keys(answers).map((question) => [question, '丁']))
  await answerByKeys(page, wrong)
  await expectRefused(page)
  await expectAccessible(page, 'recovery, answers refused')
  await answerByKeys(page)

  await expect(titled(page, '设置新密码')).toBeFocused()
  await type(page, textbox(page, '新密码'), newPassword)
  await type(page, textbox(page, '确认新密码'), `${newPassword}x`)
  await page.keyboard.press('Enter')
  await expectRefused(page)
  await expectAccessible(page, 'recovery, password refused')
  for (const field of ['新密码', '确认新密码']) await type(page, textbox(page, field), newPassword)
  await page.keyboard.press('Enter')
  await expect(titled(page, '密码已重新设置')).toBeFocused()
  await expectAccessible(page, 'recovery, done')
  await press(page, page.getByRole('link', { name: '去登录' }))
  await logInByKeys(page, { account: person.accountName, password: newPassword })
  await expect(page).toHaveURL(/\/me/)
})

test('a forgotten account name is found back by keyboard alone, and the password stays', async ({
  page,
  visit,
}) => {
  const person = await enterWithPhone(await visit())
  const code = await askForCode(page, person.documentNumber, person.phone)
  await type(page, textbox(page, '验证码'), code)
  await page.keyboard.press('Enter')
  await expect(titled(page, '回答密保问题')).toBeFocused()
  await answerByKeys(page)
  await expect(titled(page, '设置新密码')).toBeFocused()
  await expect(page.getByText(`您的登录账号是 ${person.accountName}`)).toBeVisible()
  await press(page, page.getByRole('link', { name: '直接登录' }), 'Shift+Tab')
  await logInByKeys(page, { account: person.accountName, password: person.password })
  await expect(page).toHaveURL(/\/me/)
})

test('who was put on file by an office claims that account by keyboard alone', async ({ page }) => {
  const person = inventPerson()
  await putOnFile(person)
  // The form itself is walked by the story of registration.
  await fillRegistration(page, person)
  await press(page, page.getByRole('button', { name: '注册', exact: true }))
  const dialog = page.getByRole('dialog', { name: '认领已有档案' })
  await expect(dialog).toBeVisible()
  await press(page, dialog.getByRole('button', { name: '获取验证码' }))
  await expectRefused(dialog)
  await expectAccessible(page, 'claim, captcha wanting')
  const form = dialog.getByRole('form', { name: '填写验证码并注册' })
  const code = await codeSentBy(page.request, person.phone, async () => {
    await answerCaptcha(page, dialog)
    await expect(form).toBeVisible()
  })
  await expectAccessibleInLight(page, 'claim, code')
  await type(page, textbox(form, '验证码').first(), '12')
  await answerCaptcha(page, form)
  await expectRefused(form)
  await expectAccessible(page, 'claim, code refused')
  await type(page, textbox(form, '验证码').first(), code)
  await answerCaptcha(page, form)
  await expect(titled(page, '注册成功')).toBeFocused()
  await tabTo(page, page.getByRole('link', { name: '去登录' }))
})

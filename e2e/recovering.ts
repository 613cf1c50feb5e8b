import { logInByHand, solveCaptcha } from './forms.ts'
import { textbox, type } from './keys.ts'
import type { Person } from './people.ts'
import { expect, type Page } from './test.ts'

/** As `makeAccount` answers the three questions. */
export const answers: Readonly<Record<string, string>> = {
  '您母亲的姓名是?': '甲',
  '您配偶的生日是?': '乙',
  '您的学号(或者工号)是?': '丙',
}
const newPassword = 'Longyan8Lizhi'

/** From the login page to the field for the code. */
export async function beginRecovery(page: Page, userName: string): Promise<void> {
  await page.goto('/login')
  await page.getByRole('link', { name: '忘记密码或用户名' }).click()
  await expect(page.getByRole('heading', { name: '忘记密码或用户名' })).toBeVisible()
  await page.getByRole('textbox', { name: '用户名' }).fill(userName)
  await solveCaptcha(page)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByRole('heading', { name: '填写短信验证码' })).toBeVisible()
}

export async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByRole('textbox', { name: '验证码' }).fill(code)
  await page.getByRole('button', { name: '下一步' }).click()
}

export async function answerQuestions(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: '回答密保问题' })
  await expect(form).toBeVisible()
  for (const [question, answer] of Object.entries(answers)) {
    const field = form.getByRole('textbox', { name: question })
    if ((await field.count()) > 0) await field.fill(answer)
  }
  await form.getByRole('button', { name: '下一步' }).click()
}

/** The same by keyboard alone. */
export async function answerByKeys(page: Page, given = answers): Promise<void> {
  for (const [question, answer] of Object.entries(given)) {
    const field = textbox(page, question)
    if ((await field.count()) > 0) await type(page, field, answer)
  }
  await page.keyboard.press('Enter')
}

export async function chooseAndEnter(page: Page, person: Person): Promise<void> {
  const form = page.getByRole('form', { name: '设置新密码' })
  await expect(form).toContainText(`您的登录账号是 ${person.accountName}`)
  await form.getByRole('textbox', { name: '新密码', exact: true }).fill(newPassword)
  await form.getByRole('textbox', { name: '确认新密码', exact: true }).fill(newPassword)
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name: '密码已重新设置' })).toBeVisible()
  await page.getByRole('link', { name: '去登录' }).click()
  await logInByHand(page, { account: person.accountName, password: newPassword })
  await expect(page).toHaveURL(/\/me/)
}

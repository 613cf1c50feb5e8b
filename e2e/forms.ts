import { expect, type Locator, type Page } from '@playwright/test'
import { captchaAnswer } from './people.ts'

/** Types a day `YYYY-MM-DD` into a date field, part by part as its parts take the focus. */
export async function fillDay(within: Page | Locator, label: string, day: string): Promise<void> {
  const parts = within.getByRole('group', { name: label }).getByRole('spinbutton')
  for (const [at, digits] of day.split('-').entries()) await parts.nth(at).pressSequentially(digits)
}

/** Empties a date field. */
export async function clearDay(within: Page | Locator, label: string): Promise<void> {
  const parts = within.getByRole('group', { name: label }).getByRole('spinbutton')
  for (const part of await parts.all()) {
    await part.focus()
    await part.press('ControlOrMeta+a')
    await part.press('Backspace')
  }
}

/** Types into a search field. */
export async function search(page: Page, label: string, words: string): Promise<Locator> {
  const field = page.getByRole('combobox', { name: label, exact: true })
  await field.click()
  // The list closes when the page scrolls, as it just may have done to bring the field into sight.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))')
  // At once: between two letters the list of the first could still be changing under the pointer.
  await field.fill(words)
  return field
}

/** Types into a search field and picks what it found. */
export async function pick(page: Page, label: string, words: string, found: string): Promise<void> {
  const field = await search(page, label, words)
  await page.getByRole('option', { name: found, exact: true }).click()
  await expect(field).toHaveValue(found)
  await expect(field).toHaveAttribute('aria-expanded', 'false')
}

/** Chooses a place step by step: `['广东省', '广州市', '天河区']`. */
export async function choosePlace(page: Page, label: string, places: string[]): Promise<void> {
  const steps = page.getByRole('group', { name: label, exact: true }).getByRole('combobox')
  for (const [at, place] of places.entries()) await steps.nth(at).selectOption({ label: place })
}

/** Answers the captcha once its picture is there. */
export async function solveCaptcha(page: Page | Locator): Promise<void> {
  await expect(page.getByRole('img', { name: '验证码图片' })).toBeVisible()
  await page.getByRole('textbox', { name: '验证码' }).fill(captchaAnswer)
}

/** Fills in 用户名, 密码 and 验证码, and presses 登录. */
export async function logInByHand(
  page: Page,
  { account, password }: { account: string; password: string },
): Promise<void> {
  const form = page.getByRole('form', { name: '登录' })
  await form.getByRole('textbox', { name: '用户名' }).fill(account)
  await form.getByRole('textbox', { name: '密码', exact: true }).fill(password)
  await solveCaptcha(page)
  await form.getByRole('button', { name: '登录' }).click()
}

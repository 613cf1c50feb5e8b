import { expect, type Locator, type Page } from '@playwright/test'
import { captchaAnswer } from './people.ts'

/** More stops than any page has between two fields that follow each other. */
const mostStops = 40

const hasFocus = async (page: Page, target: Locator) =>
  (await target.and(page.locator(':focus')).count()) === 1

/** Presses Tab, or Shift and Tab, until the focus is there. */
export async function tabTo(
  page: Page,
  target: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  // A page that is still on its way has nothing to stop at.
  await expect(target.first()).toBeAttached()
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press(key)
    if (await hasFocus(page, target)) return
  }
  throw new Error(`Tab does not lead to ${target.toString()}`)
}

/** What has the focus shows it: an outline or a ring of at least two pixels. */
export async function expectFocusShown(page: Page): Promise<void> {
  const shown = await page.evaluate<boolean>(`(() => {
    const focused = document.activeElement
    const styles = [focused, focused.parentElement, focused.closest('.input, .combo-box, label')]
      .filter(Boolean)
      .map((element) => getComputedStyle(element))
    return styles.some(({ outlineStyle, outlineWidth, boxShadow }) =>
      (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none')
  })()`)
  expect(shown, 'the focus can be seen').toBe(true)
}

export async function type(page: Page, target: Locator, words: string): Promise<void> {
  await tabTo(page, target)
  await expectFocusShown(page)
  await page.keyboard.type(words)
}

/** Presses a button or a link, where Tab leads to it if it has not the focus yet. */
export async function press(
  page: Page,
  target: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  if (!(await hasFocus(page, target))) await tabTo(page, target, key)
  await expectFocusShown(page)
  await page.keyboard.press('Enter')
}

/** Past the menus of a page that has just been loaded, by the first thing that Tab reaches. */
export async function skipMenus(page: Page): Promise<void> {
  await expect(page.getByRole('main')).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到主要内容' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
}

/** Tabs to one of several that stand for one choice, and takes it. */
export async function tick(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Space')
  await expect(target).toBeChecked()
}

/** Tabs to the browser's own list of choices, and walks down to the one. */
export async function walkDown(page: Page, list: Locator, choice: string): Promise<void> {
  await tabTo(page, list)
  for (let step = 0; step < mostStops; step += 1) {
    await page.keyboard.press('ArrowDown')
    if ((await list.locator('option:checked').textContent()) === choice) return
  }
  throw new Error(`the arrow does not lead to ${choice}`)
}

/** Tabs to a button that opens the browser's choice of a file, presses it, and hands the file over. */
export async function hand(
  page: Page,
  button: Locator,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  // Listened for some steps ahead: the browser takes a moment before it hands choosers over.
  const chooser = page.waitForEvent('filechooser')
  await press(page, button)
  await (await chooser).setFiles(file)
}

export const textbox = (page: Page | Locator, name: string) =>
  page.getByRole('textbox', { name, exact: true })

/** Types the answer of the captcha once its picture is there, and sends the form with Enter. */
export async function answerCaptcha(page: Page, within: Page | Locator = page): Promise<void> {
  await expect(within.getByRole('img', { name: '验证码图片' })).toBeVisible()
  await type(page, textbox(within, '验证码').last(), captchaAnswer)
  await page.keyboard.press('Enter')
}

/** From the login page, wherever the focus is on it, to whatever comes after 登录. */
export async function logInByKeys(
  page: Page,
  { account, password }: { account: string; password: string },
): Promise<void> {
  await type(page, textbox(page, '用户名'), account)
  await type(page, textbox(page, '密码'), password)
  await answerCaptcha(page)
}

/** The form's refusal has the focus, and says how many fields it is about. */
export async function expectRefused(within: Page | Locator): Promise<void> {
  await expect(within.getByRole('alert').filter({ hasText: '处需要修改' })).toBeFocused()
}

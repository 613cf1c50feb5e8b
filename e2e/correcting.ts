import { makeJpeg } from './files.ts'
import { hand, press, skipMenus, textbox, type, walkDown } from './keys.ts'
import { button, decide } from './managing.ts'
import type { Person } from './people.ts'
import { expect, type Locator, type Page } from './test.ts'

export const titled = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true, level: 1 })
export const correctionForm = (page: Page) => page.getByRole('form', { name: '更正申请' })

/** From the list of requests to the form of a new one, by keyboard alone. */
export async function beginCorrection(page: Page): Promise<Locator> {
  await page.goto('/me/corrections')
  const create = page.getByRole('link', { name: '新建申请' })
  await expect(create).toBeVisible()
  await skipMenus(page)
  await press(page, create)
  return correctionForm(page)
}

/** From what is to be corrected to a request that is saved, for the office of 天河区. */
export async function giveGrounds(page: Page, grounds: string): Promise<void> {
  const form = correctionForm(page)
  await type(page, textbox(form, '申请理由'), grounds)
  const places = form.getByRole('group', { name: '受理地区' }).getByRole('combobox')
  for (const [at, place] of ['广东省', '广州市', '天河区'].entries())
    await walkDown(page, places.nth(at), place)
  await press(page, button(form, '保存并继续'))
  await expect(button(page, '上传附件')).toBeVisible()
}

/** From the request that is saved to the one that waits. */
export async function sendCorrection(page: Page, scan: string): Promise<void> {
  const buffer = await makeJpeg(scan + page.url())
  await hand(page, button(page, '上传附件'), { name: scan, mimeType: 'image/jpeg', buffer })
  await expect(button(page, `删除附件 ${scan}`)).toBeVisible()
  await press(page, button(page, '提交申请'))
  await expect(page.getByText(/^已提交，由/)).toBeVisible()
}

export async function openCorrection(
  desk: Page,
  { name }: Pick<Person, 'name'>,
  kind: '姓名更正' | '证件更正',
): Promise<void> {
  await desk.goto('/hrss/corrections')
  const row = desk.getByRole('link', { name: `办理 ${name} 的${kind}` })
  await expect(row).toBeVisible()
  await row.press('Enter')
  await expect(titled(desk, `${name}：${kind}`)).toBeFocused()
  await expect(button(desk, '同意更正')).toBeVisible()
}

/** 退回补充 at the desk, with why. */
export async function giveBack(desk: Page, words: string): Promise<void> {
  await decide(desk, { verb: '退回补充', title: '退回补充', label: '退回原因', words })
  await expect(desk.getByText('已退回，申请人会看到原因')).toBeVisible()
  await expect(titled(desk, '更正申请')).toBeFocused()
}

/** The request as its person finds it returned. */
export async function reopenReturned(page: Page, words: string): Promise<void> {
  await page.reload()
  await expect(page.getByText(`退回原因：${words}`)).toBeVisible()
  await skipMenus(page)
}

import { randomInt } from 'node:crypto'
import { beginSecondFactor, confirmSecondFactor } from '@xueshi/contract/accounts/second-factor'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { ask } from './ask.ts'
import { expectAccessible, expectAccessibleInLight } from './axe.ts'
import { makeJpeg } from './files.ts'
import { expectRefused, hand, press, textbox, tick, type } from './keys.ts'
import { openUnit, seatAtOffice } from './office.ts'
import { codeOf, enterAsNew } from './people.ts'
import { expect, type Locator, type Page } from './test.ts'

export const button = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true })
export const inDialog = (page: Page, name: string) =>
  page.getByRole('dialog', { name, exact: true })

/** An approved unit in 天河区, whose manager is the one in this browser. */
export async function enterAsManager(page: Page) {
  const number = randomInt(10_000, 100_000)
  const unit = {
    name: `天河凤凰木工程${number}有限公司`,
    code: inventedCreditCode('91', '440106', number),
  }
  const manager = await enterAsNew(page.request)
  const { id } = await openUnit(unit, [{ accountName: manager.accountName, level: 'manager' }])
  return { ...unit, id, manager }
}

/** A login whose second step is set up: what its codes and its recovery codes are made of. */
export async function enterWithFactor(page: Page) {
  const person = await enterAsNew(page.request)
  const { password } = person
  const { secret } = await ask(page.request, beginSecondFactor, { body: { password } })
  const body = { code: codeOf(secret) }
  const { recoveryCodes } = await ask(page.request, confirmSecondFactor, { body })
  return { person, secret, recoveryCodes }
}

/** A clerk of an office of the demo, or a manager, of their own: nobody waits for the next code of the demo's. */
export async function enterAtOffice(
  page: Page,
  role: string,
  level: 'manager' | 'clerk' = 'clerk',
): Promise<void> {
  const { person } = await enterWithFactor(page)
  await seatAtOffice(person.accountName, role, level)
}

/** Opens the dialog of a decision, sends it empty once, then with the words. */
export async function decide(
  page: Page,
  {
    act,
    verb,
    title,
    label,
    words,
  }: { act?: string; verb: string; title: string; label: string; words: string },
): Promise<void> {
  await press(page, button(page, act ?? verb))
  const dialog = inDialog(page, title)
  await expect(dialog).toBeVisible()
  await expectAccessibleInLight(page, title)
  await press(page, button(dialog, verb))
  await expectRefused(dialog)
  await expectAccessibleInLight(page, `${title}, refused`)
  await type(page, textbox(dialog, label), words)
  await press(page, button(dialog, verb))
  await expect(dialog).toHaveCount(0)
}

/** Opens the dialog that asks once more; goes back from it with Esc, to where the focus was, then agrees. */
export async function agree(
  page: Page,
  { act, verb, title }: { act?: string; verb: string; title: string },
): Promise<void> {
  const opener = button(page, act ?? verb)
  await press(page, opener)
  const dialog = inDialog(page, title)
  await expect(dialog).toBeVisible()
  await expectAccessible(page, title)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()
  await press(page, opener)
  await press(page, button(dialog, verb))
  await expect(dialog).toHaveCount(0)
}

/** Hands a scan over where Tab leads to the button for it. */
export async function handScan(
  page: Page,
  within: Locator,
  label: string,
  name: string,
): Promise<void> {
  const file = { name, mimeType: 'image/jpeg', buffer: await makeJpeg(name + page.url()) }
  await hand(page, button(within, `上传${label}`), file)
  await expect(button(within, `删除附件 ${name}`)).toBeVisible()
}

/** Types into a search field and walks down to what it found. */
export async function pickByKeys(
  page: Page,
  field: Locator,
  words: string,
  found: string,
): Promise<void> {
  await type(page, field, words)
  const option = page.getByRole('option', { name: found, exact: true })
  await expect(option).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('ArrowDown')
    expect(await field.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'))
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue(found)
}

/** 变更申请 from its dialog, which is open: another name, with a scan that shows it. */
export async function askToBeCalled(page: Page, name: string): Promise<void> {
  const dialog = inDialog(page, '申请变更单位信息')
  await type(page, textbox(dialog, '单位名称'), name)
  await type(page, textbox(dialog, '变更原因'), '已办理名称变更登记。')
  await handScan(page, dialog, '证明材料', '变更通知书.jpg')
  await press(page, button(dialog, '提交变更申请'))
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('变更申请已提交，请等待审核')).toBeVisible()
}

/** 机构资质 from its form, which is open, to the application that waits. */
export async function applyToTeach(page: Page): Promise<void> {
  const form = page.getByRole('form', { name: '申请施教机构资质' })
  await tick(page, form.getByRole('checkbox', { name: '专业课' }))
  await tick(page, form.getByRole('checkbox', { name: '工程技术' }))
  await type(page, textbox(form, '培训地点'), '天河区云杉路 18 号')
  await type(page, textbox(form, '专兼职教师'), '12')
  await type(page, textbox(form, '同时培训规模'), '120')
  await type(page, textbox(form, '办学条件'), '教室三间，专职教师十二人，制度齐全。')
  await handScan(page, form, '证明材料', '场地证明.jpg')
  await press(page, button(form, '提交申请'))
  await expect(page.getByText('待市级初审')).toBeVisible()
}

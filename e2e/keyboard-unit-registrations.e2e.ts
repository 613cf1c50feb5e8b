import { expectAccessible } from './axe.ts'
import { expectRefused, press, skipMenus, tabTo, textbox, type } from './keys.ts'
import { agree, button, decide, enterAsManager, enterAtOffice, inDialog } from './managing.ts'
import { enterWithDraft, submitDraft } from './registering.ts'
import { expect, type Page, test, type Visit } from './test.ts'

/** A registration that waits, as the office of its county looks at it. */
async function openWaiting(page: Page, visit: Visit, name?: string) {
  const { page: office } = await visit()
  const unit = await enterWithDraft(page, name)
  await submitDraft(page)
  await enterAtOffice(office, 'hrss.county')
  await office.goto('/hrss/units/waiting')
  const row = office.getByRole('link', { name: `审核 ${unit.name}` })
  await expect(row).toBeVisible()
  await row.press('Enter')
  await expect(office.getByRole('heading', { name: unit.name, level: 1 })).toBeFocused()
  return { office, unit }
}

const expectQueue = (office: Page) =>
  expect(office.getByRole('heading', { name: '单位审核', level: 1 })).toBeFocused()

test('a registration is passed, by keyboard alone', async ({ page, visit }) => {
  const { office, unit } = await openWaiting(page, visit)
  await agree(office, { verb: '通过', title: '通过这个单位的注册？' })
  await expect(office.getByText(`已通过 ${unit.name}`)).toBeVisible()
  await expectQueue(office)
  await page.reload()
  await expect(page.getByText('已通过', { exact: true })).toBeVisible()
})

test('a registration is refused for good, by keyboard alone', async ({ page, visit }) => {
  const { office, unit } = await openWaiting(page, visit)
  await decide(office, {
    verb: '不予注册',
    title: '不予注册',
    label: '不予注册的原因',
    words: '证照是伪造的。',
  })
  await expect(office.getByText(`已不予注册 ${unit.name}`)).toBeVisible()
  await expectQueue(office)
  await page.goto('/employer/unit')
  await expect(page.getByRole('heading', { name: '您没有使用这个页面的权限' })).toBeVisible()
})

test('a registration that was returned is found in 单位管理 and refused, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { office, unit } = await openWaiting(page, visit)
  await decide(office, {
    verb: '退回',
    title: '退回单位注册',
    label: '退回原因',
    words: '请上传加盖公章的证照。',
  })
  await expectQueue(office)
  await office.goto('/hrss/units/all')
  await expect(button(office, '查询')).toBeVisible()
  await skipMenus(office)
  await type(office, textbox(office, '名称、拼音或代码'), unit.code)
  await office.keyboard.press('Enter')
  const row = office.getByRole('link', { name: `查看 ${unit.name}` })
  await expect(row).toBeVisible()
  await expectAccessible(office, 'units found by a code')
  await press(office, row)
  await expect(office.getByRole('heading', { name: unit.name, level: 1 })).toBeFocused()
  await decide(office, {
    verb: '不予注册',
    title: '不予注册',
    label: '不予注册的原因',
    words: '多次退回仍未补正。',
  })
  await expect(office.getByText('已不予注册，经办人会收到原因')).toBeVisible()
})

test('a registration becomes part of a unit that is there already, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: former } = await visit()
  const standing = await enterAsManager(former)
  const { office } = await openWaiting(page, visit, `${standing.name.slice(0, -4)}股份有限公司`)
  await agree(office, {
    act: `并入 ${standing.name}`,
    verb: '并入',
    title: '并入已有单位？',
  })
  await expect(office.getByText(`已并入 ${standing.name}`)).toBeVisible()
  await expectQueue(office)
})

test('a registration is corrected, sent, taken back and given up, by keyboard alone', async ({
  page,
}) => {
  const { name } = await enterWithDraft(page)
  const renamed = `${name.slice(0, -4)}股份公司`
  const form = page.getByRole('form', { name: '修改单位信息' })
  await test.step('corrected', async () => {
    await press(page, button(page, '修改单位信息'))
    await expect(textbox(form, '单位名称')).toHaveValue(name)
    await expectAccessible(page, 'correcting a registration')
    await tabTo(page, textbox(form, '单位名称'))
    await page.keyboard.press('Backspace')
    await press(page, button(form, '保存'))
    await expectRefused(form)
    await expectAccessible(page, 'correcting a registration, refused')
    await type(page, textbox(form, '单位名称'), renamed)
    await press(page, button(form, '保存'))
    await expect(page.getByText('单位信息已保存')).toBeVisible()
    await expect(form).toHaveCount(0)
    await expect(page.getByText(renamed).first()).toBeVisible()
  })
  await test.step('sent and taken back', async () => {
    await submitDraft(page)
    await agree(page, { verb: '撤回注册', title: '撤回单位注册？' })
    await expect(page.getByText('已撤回，修改后可以再次提交')).toBeVisible()
    await expect(button(page, '提交审核')).toBeVisible()
  })
  await test.step('given up', async () => {
    await agree(page, { verb: '放弃注册', title: '放弃单位注册？' })
    await expect(page.getByText('已放弃注册')).toBeVisible()
    await expect(page.getByRole('heading', { name: '继续教育，一站办理' })).toBeFocused()
    await page.goto('/employer/unit')
    await expect(page.getByRole('heading', { name: '您没有使用这个页面的权限' })).toBeVisible()
  })
})

test('the contact and trades of a unit in force, by keyboard alone', async ({ page }) => {
  await enterAsManager(page)
  await page.goto('/employer/unit')
  await expect(button(page, '修改联系人和行业')).toBeVisible()
  await skipMenus(page)
  await press(page, button(page, '修改联系人和行业'))
  const dialog = inDialog(page, '修改联系人和行业')
  await expect(textbox(dialog, '联系人')).toHaveValue('何穗生')
  await expectAccessible(page, 'changing the contact of a unit')
  await type(page, textbox(dialog, '联系电话'), '12345')
  await press(page, button(dialog, '保存'))
  await expectRefused(dialog)
  await expectAccessible(page, 'changing the contact of a unit, refused')
  await type(page, textbox(dialog, '联系电话'), '020-81234567')
  await press(page, button(dialog, '保存'))
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('联系人和行业已修改')).toBeVisible()
  await expect(button(page, '修改联系人和行业')).toBeFocused()
  await expect(page.getByText('020-81234567')).toBeVisible()
})

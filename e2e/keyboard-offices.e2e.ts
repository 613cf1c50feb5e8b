import { randomInt } from 'node:crypto'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { expectAccessible } from './axe.ts'
import { expectRefused, press, skipMenus, tabTo, textbox, type, walkDown } from './keys.ts'
import { button, enterAtOffice, inDialog } from './managing.ts'
import { enterAsNew } from './people.ts'
import { expect, test } from './test.ts'

/** Trades whose authority in 汕头市 no other story has to do with; each can be opened there once. */
const trades = ['统计', '审计', '档案', '能源', '气象', '地震', '水利', '林业']

test('an authority is opened below the province’s office, with its manager, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: other } = await visit()
  const manager = await enterAsNew(other.request)
  await enterAtOffice(page, 'hrss.province', 'manager')
  await page.goto('/hrss/staff')
  const link = page.getByRole('link', { name: '查看下级部门' })
  await expect(link).toBeVisible()
  await skipMenus(page)
  await press(page, link)
  await expect(page.getByRole('heading', { name: '下级部门', level: 1 })).toBeFocused()
  await press(page, button(page, '设立下级部门'))
  const dialog = inDialog(page, '设立下级部门')
  await expect(dialog).toBeVisible()
  await expectAccessible(page, 'opening an office')
  await press(page, button(dialog, '设立'))
  await expectRefused(dialog)
  await expectAccessible(page, 'opening an office, refused')

  await tabTo(page, dialog.getByRole('radio', { name: '人社部门' }))
  await page.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('radio', { name: '行业主管部门' })).toBeChecked()
  const trade = trades[randomInt(trades.length)] ?? ''
  await walkDown(page, dialog.getByRole('combobox', { name: '主管的行业' }), trade)
  const places = dialog.getByRole('group', { name: '所在地区' }).getByRole('combobox')
  await walkDown(page, places.nth(1), '汕头市')
  const number = randomInt(10_000, 100_000)
  const name = `汕头市${trade}局${number}`
  await type(page, textbox(dialog, '部门名称'), name)
  const code = inventedCreditCode('11', '440500', number)
  await type(page, textbox(dialog, '统一社会信用代码'), code)
  await type(page, textbox(dialog, '联系人'), '何穗生')
  await type(page, textbox(dialog, '联系电话'), '0754-88123456')
  await type(page, textbox(dialog, '管理员姓名'), manager.name)
  await type(page, textbox(dialog, '管理员用户名'), 'nobody_of_this_name')
  await press(page, button(dialog, '设立'))
  await expectRefused(dialog)
  await expectAccessible(page, 'opening an office for nobody')
  await type(page, textbox(dialog, '管理员用户名'), manager.accountName)
  await press(page, button(dialog, '设立'))
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText(`已设立 ${name}`)).toBeVisible()
  await expect(button(page, '设立下级部门')).toBeFocused()
})

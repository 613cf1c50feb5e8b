import { randomInt } from 'node:crypto'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { expectAccessible } from './axe.ts'
import { makeJpeg } from './files.ts'
import { hand, press, skipMenus, tabTo, textbox, type } from './keys.ts'
import { agree, button } from './managing.ts'
import { demo, enterAsNew, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a unit is registered, returned, given another scan, and passed, by keyboard alone', async ({
  page,
  visit,
}) => {
  const number = randomInt(10_000, 100_000)
  const name = `天河木棉仪器${number}有限公司`
  const code = inventedCreditCode('91', '440106', number)
  await enterAsNew(page.request)
  await page.goto('/register/unit')
  await expect(page.getByRole('form', { name: '单位用户注册' })).toBeVisible()
  await type(page, textbox(page, '单位名称'), name)
  await type(page, textbox(page, '统一社会信用代码'), code)
  const nature = page.getByRole('combobox', { name: '单位性质' })
  await tabTo(page, nature)
  await page.keyboard.press('ArrowDown')
  await expect(nature).toHaveValue('enterprise')
  const places = page.getByRole('group', { name: '所在地区', exact: true }).getByRole('combobox')
  const downTo = async (at: number, place: string) => {
    await tabTo(page, places.nth(at))
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press('ArrowDown')
      if ((await places.nth(at).locator('option:checked').textContent()) === place) return
    }
    throw new Error(`the arrow does not lead to ${place}`)
  }
  await downTo(0, '广东省')
  await downTo(1, '广州市')
  await downTo(2, '天河区')
  await tabTo(page, page.getByRole('checkbox', { name: '卫生健康' }))
  await page.keyboard.press('Space')
  await expect(page.getByRole('checkbox', { name: '卫生健康' })).toBeChecked()
  await type(page, textbox(page, '联系电话'), '020-87654321')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/employer/unit')
  await expect(page.getByRole('button', { name: '上传证照' })).toBeVisible()

  const chooser = page.waitForEvent('filechooser')
  await tabTo(page, page.getByRole('button', { name: '上传证照' }))
  await page.keyboard.press('Enter')
  const buffer = await makeJpeg(code)
  await (await chooser).setFiles({ name: '营业执照.jpg', mimeType: 'image/jpeg', buffer })
  await expect(page.getByRole('img', { name: '证照扫描件：营业执照.jpg' })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: '提交审核' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('待审核', { exact: true })).toBeVisible()

  const { page: office } = await visit()
  await signIn(office.request, demo('hrss.county'))
  await office.goto('/hrss/units/waiting')
  await office.getByRole('link', { name: `审核 ${name}` }).press('Enter')
  await expect(office.getByRole('heading', { name, level: 1 })).toBeVisible()
  await tabTo(office, office.getByRole('button', { name: '退回' }))
  await office.keyboard.press('Enter')
  const dialog = office.getByRole('dialog', { name: '退回单位注册' })
  await expect(dialog).toBeVisible()
  await office.keyboard.press('Escape')
  await expect(office.getByRole('button', { name: '退回' })).toBeFocused()
  await office.keyboard.press('Enter')
  await expect(dialog.getByRole('textbox', { name: '退回原因' })).toBeVisible()
  await dialog.getByRole('textbox', { name: '退回原因' }).focus()
  await office.keyboard.type('请上传加盖公章的证照。')
  await tabTo(office, dialog.getByRole('button', { name: '退回' }))
  await office.keyboard.press('Enter')
  await expect(office.getByText('已退回，经办人会看到原因')).toBeVisible()

  const renewed = {
    name: '营业执照（盖章）.jpg',
    mimeType: 'image/jpeg',
    buffer: await makeJpeg(`${code} sealed`),
  }
  await page.reload()
  await expect(page.getByText('原因：请上传加盖公章的证照。').first()).toBeVisible()
  await skipMenus(page)
  const again = button(page, '重新上传证照')
  await hand(page, again, renewed)
  await expect(page.getByRole('img', { name: `证照扫描件：${renewed.name}` })).toBeVisible()
  await expect(page.getByRole('img', { name: '证照扫描件：营业执照.jpg' })).toHaveCount(0)
  await expect(again).toBeFocused()
  await expectAccessible(page, 'a unit with another scan')
  await press(page, button(page, '提交审核'))
  await expect(page.getByText('待审核', { exact: true })).toBeVisible()

  await office.goto('/hrss/units/waiting')
  await office.getByRole('link', { name: `审核 ${name}` }).press('Enter')
  await expect(office.getByRole('heading', { name, level: 1 })).toBeFocused()
  await expect(office.getByRole('img', { name: `证照扫描件：${renewed.name}` })).toBeVisible()
  await agree(office, { verb: '通过', title: '通过这个单位的注册？' })
  await expect(office.getByText(`已通过 ${name}`)).toBeVisible()
})

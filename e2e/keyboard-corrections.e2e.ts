import { expectAccessible } from './axe.ts'
import { makeJpeg } from './files.ts'
import { expectRefused, hand, press, skipMenus, tabTo, textbox, type, walkDown } from './keys.ts'
import { button, enterAtOffice, inDialog } from './managing.ts'
import { enterAsNew, inventPerson, signIn, type Person } from './people.ts'
import { expect, type Page, test } from './test.ts'

/** From the list of requests to one that waits at the office of 天河区, by keyboard alone. */
async function askForMerger(page: Page, other: Person): Promise<void> {
  await page.goto('/me/corrections')
  await expect(page.getByText('没有更正申请')).toBeVisible()
  await skipMenus(page)
  await press(page, page.getByRole('link', { name: '新建申请' }))
  const form = page.getByRole('form', { name: '更正申请' })
  await tabTo(page, form.getByRole('radio', { name: /姓名更正/ }))
  for (const _ of ['证件更正', '账号合并']) await page.keyboard.press('ArrowDown')
  await expect(form.getByRole('radio', { name: /账号合并/ })).toBeChecked()
  await expectAccessible(page, 'asking for a merger')
  await press(page, button(form, '保存并继续'))
  await expectRefused(form)
  await expectAccessible(page, 'asking for a merger, refused')
  await type(page, textbox(form, '要并入的另一个账号'), other.accountName)
  await type(page, textbox(form, '申请理由'), '两个账号都是我本人。')
  const places = form.getByRole('group', { name: '受理地区' }).getByRole('combobox')
  for (const [at, place] of ['广东省', '广州市', '天河区'].entries())
    await walkDown(page, places.nth(at), place)
  await press(page, button(form, '保存并继续'))
  const upload = button(page, '上传附件')
  await expect(upload).toBeVisible()
  const buffer = await makeJpeg(other.accountName)
  await hand(page, upload, { name: '身份证.jpg', mimeType: 'image/jpeg', buffer })
  await expect(page.getByText('已上传').first()).toBeVisible()
  await press(page, button(page, '提交申请'))
  await expect(page.getByText(/^已提交，由/)).toBeVisible()
}

async function openAtDesk(desk: Page, { name }: Person): Promise<void> {
  await desk.goto('/hrss/corrections')
  const row = desk.getByRole('link', { name: `办理 ${name} 的账号合并` })
  await expect(row).toBeVisible()
  await row.press('Enter')
  await expect(desk.getByRole('heading', { name: `${name}：账号合并` })).toBeFocused()
  await expect(button(desk, '同意合并')).toBeVisible()
}

test('two accounts are put together at the desk, by keyboard alone', async ({ page, visit }) => {
  const { page: other } = await visit()
  const { page: desk } = await visit()
  const person = await enterAsNew(page.request)
  const former = await enterAsNew(other.request, { ...inventPerson(), name: person.name })
  await enterAtOffice(desk, 'hrss.county')
  await askForMerger(page, former)

  await openAtDesk(desk, person)
  await press(desk, button(desk, '查看完整证件号码'))
  const reveal = inDialog(desk, '查看完整证件号码')
  await expect(reveal).toBeVisible()
  await press(desk, button(reveal, '查看'))
  await expectRefused(reveal)
  await expectAccessible(desk, 'numbers in full, refused')
  await type(desk, textbox(reveal, '查看原因'), '与身份证照片核对')
  await press(desk, button(reveal, '查看'))
  await expect(desk.getByText(former.documentNumber)).toBeVisible()
  await press(desk, button(desk, '同意合并'))
  const dialog = inDialog(desk, '合并这两个账号？')
  await expect(dialog).toContainText(former.accountName)
  await expectAccessible(desk, 'putting two accounts together')
  await press(desk, button(dialog, '同意合并'))
  await expect(desk.getByText('已同意，合并即时生效')).toBeVisible()

  await page.reload()
  await expect(page.getByText('合并已经生效')).toBeVisible()
  const { accountName: account, password } = former
  await expect(signIn(other.request, { account, password })).rejects.toThrow(/^POST \/logins: 4/)
})

test('a merger is not agreed to, by keyboard alone', async ({ page, visit }) => {
  const { page: other } = await visit()
  const { page: desk } = await visit()
  const person = await enterAsNew(page.request)
  const stranger = await enterAsNew(other.request)
  await enterAtOffice(desk, 'hrss.county')
  await askForMerger(page, stranger)

  await openAtDesk(desk, person)
  await press(desk, button(desk, '不同意'))
  const dialog = inDialog(desk, '不同意合并')
  await expect(dialog).toBeVisible()
  await expectAccessible(desk, 'not agreeing to a merger')
  await press(desk, button(dialog, '不同意'))
  await expectRefused(dialog)
  await expectAccessible(desk, 'not agreeing to a merger, refused')
  await type(desk, textbox(dialog, '不同意的原因'), '两个账号登记的不是同一人。')
  await press(desk, button(dialog, '不同意'))
  await expect(desk.getByText('已办结，申请人会看到原因')).toBeVisible()
  await page.reload()
  await expect(page.getByText('没有同意合并')).toBeVisible()
})

import { randomInt } from 'node:crypto'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { press, skipMenus, tabTo, textbox, type } from './keys.ts'
import { openUnit } from './office.ts'
import { demo, enterAsNew, sendProfile, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a profile is taken back, mended and sent, and its clerk confirms, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: desk } = await visit()
  const clerk = await enterAsNew(desk.request)
  const number = randomInt(10_000, 100_000)
  const unit = `天河木棉键盘${number}有限公司`
  await openUnit({ name: unit, code: inventedCreditCode('91', '440106', number) }, [
    { accountName: clerk.accountName, level: 'clerk' },
  ])
  const person = await enterAsNew(page.request)
  await sendProfile(page.request, person, { unit })
  await page.goto('/me/profile')
  await expect(page.getByRole('button', { name: '撤回修改' })).toBeVisible()
  await skipMenus(page)
  await press(page, page.getByRole('button', { name: '撤回修改' }))
  await expect(textbox(page, '所学专业')).toBeVisible()
  await type(page, textbox(page, '所学专业'), '软件工程')
  await press(page, page.getByRole('button', { name: '保存', exact: true }))
  await expect(page.getByRole('heading', { name: '已提交给单位确认' })).toBeFocused()

  await desk.goto('/employer/people')
  const row = desk.getByRole('button', { name: `核对 ${person.name}` })
  await expect(row).toBeVisible()
  await skipMenus(desk)
  await press(desk, row)
  const drawer = desk.getByRole('dialog', { name: '核对人员基本信息' })
  await expect(drawer.getByText('软件工程')).toBeVisible()
  await press(desk, drawer.getByRole('button', { name: '确认', exact: true }))
  await expect(desk.getByText(`已确认 ${person.name}`)).toBeVisible()
  await expect(row).toHaveCount(0)
})

test('a certificate is printed, and anybody verifies it, by keyboard alone', async ({
  page,
  visit,
}) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/certificates')
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: '打印证书' }) })
    .first()
  await expect(row).toBeVisible()
  const number = (await row.getByRole('cell').nth(-2).innerText()).trim()
  await skipMenus(page)
  await press(page, row.getByRole('link', { name: '打印证书' }))
  await expect(page.getByRole('heading', { name: '在线打印', level: 1 })).toBeFocused()
  const print = page.getByRole('button', { name: '在线打印' })
  await expect(print).toBeEnabled()
  await tabTo(page, print)

  const { page: visitor } = await visit()
  await visitor.goto('/verify')
  await type(visitor, textbox(visitor, '继续教育证书号'), number)
  await type(visitor, textbox(visitor, '姓名'), '林晓雯')
  await visitor.keyboard.press('Enter')
  await expect(visitor.getByRole('region', { name: '验证结果' })).toContainText(number)
})

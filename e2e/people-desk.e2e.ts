import { randomInt } from 'node:crypto'
import ExcelJS from 'exceljs'
import { inventedCreditCode, inventedIdentityNumber } from '../server/seed/numbers.ts'
import { expectAccessible } from './axe.ts'
import { pick } from './forms.ts'
import { letTransferLapse, openUnit } from './office.ts'
import { demo, enterAsConfirmed, enterAsNew, inventPerson, sendProfile, signIn } from './people.ts'
import { expect, type Page, test } from './test.ts'

const formerUnit = demo('employer.clerk').unit

/** A unit of the test's own; its clerk is whoever is at the page. */
async function openDesk(page: Page) {
  const number = randomInt(10_000, 100_000)
  const name = `天河木棉仪表${number}有限公司`
  const clerk = await enterAsNew(page.request)
  const code = inventedCreditCode('91', '440106', number)
  await openUnit({ name, code }, [{ accountName: clerk.accountName, level: 'clerk' }])
  return { name, clerk }
}

/**
 * A workbook of five hundred people, twelve of whom cannot be taken: a number that Excel has rounded, a
 * wrong check digit, a phone that is none.
 */
async function roster() {
  const { name } = inventPerson()
  // A day on which nobody of the other stories is born: their numbers go by chance, and these are five hundred.
  const birthDate = `19${randomInt(65, 99)}-1${randomInt(0, 3)}-30`
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('人员')
  sheet.addRow(['姓名', '证件号码', '联系电话', '内设部门'])
  for (let at = 0; at < 500; at += 1) {
    const number = inventedIdentityNumber(birthDate, at)
    const isRounded = at % 100 === 7
    const hasWrongDigit = at % 100 === 11 && at < 400
    const hasBadPhone = at % 100 === 3 && at < 300
    const wrong = number.endsWith('0') ? '1' : '0'
    const written = hasWrongDigit ? `${number.slice(0, 17)}${wrong}` : number
    sheet.addRow([
      at === 0 ? name : '导入人员',
      isRounded ? Number(`${number.slice(0, 15)}000`) : written,
      hasBadPhone ? '12345' : `139${String(80_000_000 + at)}`,
      '导入部',
    ])
  }
  return { name, bytes: Buffer.from(await book.xlsx.writeBuffer()) }
}
// Rounded: 7, 107 … 407; a wrong digit: 11, 111, 211, 311; a short phone: 3, 103, 203.
const badRows = 12

test('a clerk imports five hundred people, finds one, and ends an employment', async ({ page }) => {
  test.setTimeout(240_000)
  await openDesk(page)
  const { name, bytes } = await roster()
  await page.goto('/employer/staff-people')
  await expect(page.getByRole('heading', { name: '人员管理', level: 1 })).toBeVisible()

  await test.step('a dry run says what is wrong by row and changes nothing', async () => {
    await page.getByRole('button', { name: '导入人员' }).click()
    const drawer = page.getByRole('dialog', { name: '导入人员' })
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    await drawer
      .locator('input[type=file]')
      .setInputFiles({ name: '名单.xlsx', mimeType, buffer: bytes })
    await expect(drawer.getByText('已上传')).toBeVisible()
    await drawer.getByRole('button', { name: '试运行' }).click()
    await expect(drawer.getByText(`有误 ${badRows} 处`)).toBeVisible({ timeout: 60_000 })
    await expect(drawer.getByRole('row')).toHaveCount(1 + badRows)
    await expect(drawer.getByRole('row').nth(1)).toContainText('联系电话')
    await expect(drawer.getByRole('row').nth(2)).toContainText('证件号码')
    await expectAccessible(page, 'errors of an import by row')
  })

  await test.step('the import takes the others', async () => {
    const drawer = page.getByRole('dialog', { name: '导入人员' })
    await drawer.getByRole('button', { name: '正式导入' }).click()
    await expect(page.getByRole('status').filter({ hasText: '导入人员已完成' })).toHaveCount(1, {
      timeout: 90_000,
    })
    await expect(drawer.getByText(String(500 - badRows), { exact: true }).first()).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('one of them is found by name and leaves', async () => {
    await page.getByRole('textbox', { name: '姓名或证号后四位' }).fill(name)
    await page.getByRole('button', { name: '查询' }).click()
    const row = page.getByRole('row').filter({ hasText: name })
    await expect(row).toContainText('导入部')
    await expect(row).toContainText('账号未认领')
    await row.getByRole('checkbox').check()
    await page.getByRole('button', { name: '办理离职或退休' }).click()
    const dialog = page.getByRole('dialog', { name: '办理离职或退休' })
    await expectAccessible(page, 'ending employments')
    await dialog.getByRole('button', { name: '办理', exact: true }).click()
    await expect(page.getByText('没有符合条件的人员')).toBeVisible()
  })
})

test('a person moves to another unit by phone: the former one is silent, and its days pass', async ({
  page,
  visit,
  clerk,
}) => {
  test.setTimeout(180_000)
  const { page: desk } = await visit()
  const { name: nextUnit } = await openDesk(desk)
  await page.setViewportSize({ width: 390, height: 844 })
  const person = await enterAsConfirmed(page.request, clerk)

  await test.step('the person asks the next unit', async () => {
    await page.goto('/me/employments')
    await expect(page.getByRole('heading', { name: formerUnit })).toBeVisible()
    await page.getByRole('button', { name: '更换工作单位或申请兼职' }).click()
    await pick(page, '单位', nextUnit, nextUnit)
    await expect(page.getByText('10 个工作日')).toBeVisible()
    await expectAccessible(page, 'asking another unit')
    await page.getByRole('button', { name: '提交申请' }).click()
    await expect(page.getByText(`等待 ${formerUnit} 办理`)).toBeVisible()
  })

  await test.step('the next unit confirms; the former one still has the person', async () => {
    await desk.goto('/employer/people')
    await desk.getByRole('button', { name: `核对 ${person.name}` }).click()
    await desk.getByRole('button', { name: '确认', exact: true }).click()
    await expect(desk.getByText(`已确认 ${person.name}`)).toBeVisible()
    await page.reload()
    await expect(page.getByText('待原单位办结')).toBeVisible()
    await expectAccessible(page, 'on the way to another unit')
  })

  await test.step('three weeks later nobody has answered', async () => {
    await letTransferLapse(person.accountName, 21)
    await page.reload()
    await expect(page.getByRole('heading', { name: nextUnit })).toBeVisible()
    await expect(page.getByText('在职', { exact: true })).toHaveCount(1)
    await expect(page.getByText('转到新单位')).toBeVisible()
    await desk.goto('/employer/staff-people')
    await expect(desk.getByRole('row').filter({ hasText: person.name })).toBeVisible()
  })
})

test('a former unit agrees, and another one objects until the office decides', async ({
  page,
  visit,
}) => {
  test.setTimeout(180_000)
  const { page: former } = await visit()
  const { name } = await openDesk(former)
  const { page: desk } = await visit()
  const { name: nextUnit } = await openDesk(desk)
  const people = []
  for (const visitor of [page, (await visit()).page]) {
    const person = await enterAsNew(visitor.request)
    await sendProfile(visitor.request, person, { unit: name })
    await former.goto('/employer/people')
    await former.getByRole('button', { name: `核对 ${person.name}` }).click()
    await former.getByRole('button', { name: '确认', exact: true }).click()
    await expect(former.getByText(`已确认 ${person.name}`)).toBeVisible()
    await visitor.goto('/me/employments')
    await visitor.getByRole('button', { name: '更换工作单位或申请兼职' }).click()
    await pick(visitor, '单位', nextUnit, nextUnit)
    await visitor.getByRole('button', { name: '提交申请' }).click()
    await expect(visitor.getByText(`等待 ${name} 办理`)).toBeVisible()
    people.push({ person, visitor })
  }
  const [freed, kept] = people
  if (!freed || !kept) throw new Error('two people move')

  await former.goto('/employer/people')
  await former.getByRole('button', { name: `办理 ${freed.person.name}` }).click()
  for (const size of [
    { width: 1366, height: 768 },
    { width: 1440, height: 900 },
  ]) {
    await former.setViewportSize(size)
    for (const act of ['同意转出', '提出异议'])
      await expect(former.getByRole('button', { name: act })).toBeInViewport({ ratio: 1 })
  }
  await former.getByRole('button', { name: '同意转出' }).click()
  await expect(former.getByText(`已同意 ${freed.person.name} 转出`)).toBeVisible()
  await freed.visitor.reload()
  await expect(freed.visitor.getByText(`${name} 已同意转出，等待新单位确认。`)).toBeVisible()

  await former.getByRole('button', { name: `办理 ${kept.person.name}` }).click()
  await former.getByRole('button', { name: '提出异议' }).click()
  await former.getByRole('textbox', { name: '异议理由' }).fill('项目交接没有完成。')
  await former.getByRole('button', { name: '提出异议' }).click()
  await expect(former.getByText('异议已提交人社部门裁定')).toBeVisible()
  await kept.visitor.reload()
  await expect(kept.visitor.getByText(`${name} 提出了异议`)).toBeVisible()

  const { page: office } = await visit()
  await signIn(office.request, demo('hrss.county'))
  await office.goto('/hrss/people')
  await office.getByRole('button', { name: `办理 ${kept.person.name}` }).click()
  await office.getByRole('button', { name: '异议成立' }).click()
  await office.getByRole('textbox', { name: '裁定理由' }).fill('服务协议尚未到期。')
  await office.getByRole('button', { name: '异议成立' }).click()
  await expect(office.getByText('裁定已作出')).toBeVisible()
  await kept.visitor.reload()
  await expect(kept.visitor.getByText('服务协议尚未到期。')).toBeVisible()
})

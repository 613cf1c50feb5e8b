import { randomInt } from 'node:crypto'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { expectAccessible } from './axe.ts'
import { makeJpeg } from './files.ts'
import { choosePlace, logInByHand } from './forms.ts'
import {
  demo,
  enterAsNew,
  inventPerson,
  makeAccount,
  newPasswordOf,
  sendProfile,
  signIn,
} from './people.ts'
import { expect, type Page, test } from './test.ts'

interface Unit {
  name: string
  code: string
}
const inventUnit = (): Unit => {
  const number = randomInt(10_000, 100_000)
  return {
    name: `天河红棉智能装备${number}有限公司`,
    code: inventedCreditCode('91', '440106', number),
  }
}

test('a unit registers, is returned, corrected and approved, and takes in a colleague', async ({
  page,
  visit,
}) => {
  test.setTimeout(210_000)
  const unit = inventUnit()
  const { page: office } = await visit()
  const { page: colleague } = await visit()
  const first = `${unit.name.slice(0, -4)}厂`

  await test.step('whoever has an account comes back to the registration', () => enter(page))
  await test.step('the unit is filled in', async () => {
    await fillUnit(page, { ...unit, name: first })
    await expectAccessible(page, 'registering a unit')
    await page.getByRole('button', { name: '保存并继续' }).click()
    await expect(page).toHaveURL('/employer/unit')
    await expect(page.getByText('单位注册还没有提交')).toBeVisible()
  })
  await test.step('its scan is uploaded, and it is submitted', async () => {
    await uploadLicence(page, unit)
    await expectAccessible(page, 'a unit before it is submitted')
    await page.getByRole('button', { name: '提交审核' }).click()
    await expect(page.getByText(/正在等待.*天河区人力资源和社会保障局.*审核/)).toBeVisible()
    await expectAccessible(page, 'a unit that waits')
  })

  await test.step('the office of its county returns it', async () => {
    await signIn(office.request, demo('hrss.county'))
    await openReview(office, first)
    await expect(office.getByRole('img', { name: /证照扫描件/ })).toBeVisible()
    await expectAccessible(office, 'reviewing a unit')
    await office.getByRole('button', { name: '退回' }).click()
    const dialog = office.getByRole('dialog', { name: '退回单位注册' })
    await dialog.getByRole('textbox', { name: '退回原因' }).fill('名称与营业执照不一致。')
    await dialog.getByRole('button', { name: '退回' }).click()
    await expect(office.getByText('已退回，经办人会看到原因')).toBeVisible()
  })
  await test.step('its manager corrects it and submits it again', async () => {
    await page.reload()
    await expect(page.getByText('原因：名称与营业执照不一致。').first()).toBeVisible()
    await expectAccessible(page, 'a unit that was returned')
    await page.getByRole('button', { name: '修改单位信息' }).click()
    const form = page.getByRole('form', { name: '修改单位信息' })
    await form.getByRole('textbox', { name: '单位名称' }).fill(unit.name)
    await form.getByRole('button', { name: '保存' }).click()
    await page.getByRole('button', { name: '提交审核' }).click()
    await expect(page.getByText('待审核', { exact: true })).toBeVisible()
  })
  await test.step('the office approves it', async () => {
    await openReview(office, unit.name)
    await office.getByRole('button', { name: '通过' }).click()
    const dialog = office.getByRole('dialog', { name: '通过这个单位的注册？' })
    await dialog.getByRole('button', { name: '通过' }).click()
    await expect(office.getByText(`已通过 ${unit.name}`)).toBeVisible()
    await expect(office.getByRole('cell', { name: unit.name })).toHaveCount(0)
    await expectAccessible(office, 'the queue of units')
  })

  await test.step('a colleague registers the same code and asks to join instead', async () => {
    await enterAsNew(colleague.request)
    await colleague.goto('/register/unit')
    // The code alone tells it: nothing else need be filled in.
    const code = colleague.getByRole('textbox', { name: '统一社会信用代码' })
    await code.fill(unit.code)
    await expect(colleague.getByText(`这个单位已经注册：${unit.name}`)).toBeVisible()
    await expectAccessible(colleague, 'a unit that is registered already')
    await colleague.getByRole('button', { name: '申请加入该单位' }).click()
    await expect(colleague.getByRole('heading', { name: '加入申请已提交' })).toBeVisible()
  })
  await test.step('the manager takes them in, and they work from the unit at once', async () => {
    await page.goto('/employer/staff')
    await expectAccessible(page, 'the staff of a unit')
    await page.getByRole('button', { name: /^同意/ }).click()
    await page
      .getByRole('dialog', { name: '同意加入' })
      .getByRole('button', { name: '同意加入' })
      .click()
    await expect(page.getByText('没有等待处理的申请')).toBeVisible()
    await expect(page.getByRole('button', { name: /^设为管理员/ })).toHaveCount(1)
    await colleague.goto('/employer/unit')
    await expect(colleague.getByText('已通过', { exact: true })).toBeVisible()
    await colleague.getByRole('button', { name: '修改联系人和行业' }).click()
    const form = colleague.getByRole('form', { name: '修改联系人和行业' })
    await form.getByRole('textbox', { name: '联系电话' }).fill('13800138000')
    await expectAccessible(colleague, 'changing the contact of a unit')
    await form.getByRole('button', { name: '保存' }).click()
    await expect(colleague.getByText('13800138000')).toBeVisible()
  })
  await test.step('the manager invites a clerk, who accepts and confirms a person', async () => {
    const { page: invited } = await visit()
    const clerk = await enterAsNew(invited.request)
    await page.getByRole('button', { name: '邀请员工' }).click()
    const form = page.getByRole('form', { name: '邀请员工' })
    await form.getByRole('textbox', { name: '姓名' }).fill(clerk.name)
    await form.getByRole('textbox', { name: '用户名' }).fill(clerk.accountName)
    await expectAccessible(page, 'inviting somebody')
    await form.getByRole('button', { name: '发出邀请' }).click()
    await expect(page.getByRole('row', { name: clerk.name })).toContainText('待答复')

    await invited.goto('/invitations')
    await expect(invited.getByRole('heading', { name: unit.name })).toBeVisible()
    await expectAccessible(invited, 'an invitation to answer')
    await invited.getByRole('button', { name: '接受邀请' }).click()
    await expect(invited).toHaveURL('/employer')

    const { page: newcomer } = await visit()
    const person = await enterAsNew(newcomer.request)
    await sendProfile(newcomer.request, person, { unit: unit.name })
    await invited.getByRole('link', { name: '人员确认' }).click()
    await invited.getByRole('button', { name: `核对 ${person.name}` }).click()
    await invited.getByRole('dialog').getByRole('button', { name: '确认' }).click()
    await expect(invited.getByText(`已确认 ${person.name}`)).toBeVisible()
  })
  await test.step('the last manager stays', async () => {
    await page.goto('/employer/staff')
    const row = page.getByRole('row').filter({ hasText: '（本人）' })
    await expect(row).toContainText('唯一的管理员，不能停用')
    await expect(row.getByRole('button')).toHaveCount(0)
    await expectAccessible(page, 'staff with one manager')
  })
})

/** From 注册 by way of the login and the forced change of password to the unit's form. */
async function enter(page: Page): Promise<void> {
  const person = inventPerson()
  await makeAccount(page.request, person)
  await page.goto('/register/unit')
  await expectAccessible(page, 'before the account of who registers')
  await page.getByRole('link', { name: '注册经办人账号' }).click()
  await expect(page.getByRole('tab', { name: '单位用户注册' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await expect(page.getByRole('form', { name: '经办人账号注册' })).toBeVisible()
  await expectAccessible(page, 'the account of who registers a unit')
  await page.getByRole('link', { name: '登录后继续' }).click()
  await logInByHand(page, { account: person.accountName, password: person.password })
  const form = page.getByRole('form', { name: '修改密码' })
  await form.getByRole('textbox', { name: '原密码', exact: true }).fill(person.password)
  await form.getByRole('textbox', { name: '新密码', exact: true }).fill(newPasswordOf(person))
  await form.getByRole('textbox', { name: '确认新密码', exact: true }).fill(newPasswordOf(person))
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page).toHaveURL('/register/unit')
}

async function fillUnit(page: Page, unit: Unit): Promise<void> {
  const form = page.getByRole('form', { name: '单位用户注册' })
  await form.getByRole('textbox', { name: '单位名称' }).fill(unit.name)
  await form.getByRole('textbox', { name: '统一社会信用代码' }).fill(unit.code)
  await form.getByRole('combobox', { name: '单位性质' }).selectOption('企业')
  await choosePlace(page, '所在地区', ['广东省', '广州市', '天河区'])
  await form.getByRole('checkbox', { name: '工业和信息化' }).check()
  await form.getByRole('textbox', { name: '联系电话' }).fill('020-87654321')
}

async function uploadLicence(page: Page, unit: Unit): Promise<void> {
  await expect(page.getByRole('button', { name: '提交审核' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '上传证照' }).click()
  const buffer = await makeJpeg(unit.code)
  await (await chooser).setFiles({ name: '营业执照.jpg', mimeType: 'image/jpeg', buffer })
  await expect(page.getByRole('img', { name: '证照扫描件：营业执照.jpg' })).toBeVisible()
}

async function openReview(office: Page, name: string): Promise<void> {
  await office.goto('/hrss/units/waiting')
  await office.getByRole('link', { name: `审核 ${name}` }).click()
  await expect(office.getByRole('heading', { name, level: 1 })).toBeVisible()
}

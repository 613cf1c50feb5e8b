import { randomInt } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { recogniseDeclaration } from '@xueshi/contract/declarations'
import { confirmProfile } from '@xueshi/contract/people'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { demo, type Desk, enterAsNew, type Person, sendProfile, signIn } from './people.ts'
import { sendRecord } from './records.ts'
import { expect, type Page, test } from './test.ts'

/** A series that nobody else in these tests has, so that its rules are nobody else's. */
const flight = { code: '26', label: '民用航空飞行' }

/** A person of that series with sixteen recognised hours of 专业课. */
async function enterAsPilot(request: APIRequestContext, clerk: Desk): Promise<Person> {
  const person = await enterAsNew(request)
  const profile = await sendProfile(request, person, { series: flight.code })
  const seen = { params: { id: profile.id }, body: { version: profile.version } }
  await ask(clerk.request, confirmProfile, seen, clerk.seat)
  const { id, version } = await sendRecord(request)
  const body = { version, recognisedTenths: 160, reason: null }
  await ask(clerk.request, recogniseDeclaration, { params: { id }, body }, clerk.seat)
  return person
}

test('an authority changes a minimum by fields, sees whom it touches and makes it effective', async ({
  page,
  visit,
  clerk,
}) => {
  test.setTimeout(240_000)
  const person = await enterAsPilot(page.request, clerk)
  // Other than in any run before, so that it changes something whenever the story is told.
  const hours = 31 + randomInt(300)
  const { page: maker } = await visit()
  const name = `${flight.label} ${hours} 学时`

  await test.step('the office copies the rules that hold and changes them', async () => {
    await signIn(maker.request, demo('hrss.province'))
    await maker.goto('/hrss')
    await maker.getByRole('link', { name: '学时规则', exact: true }).click()
    await maker.getByRole('link', { name: '广东 2021 年度起', exact: true }).last().click()
    await maker.getByRole('button', { name: '复制为草稿' }).click()
    await changeMinimum(maker, { name, hours })
  })
  await test.step('it sees what is other than before, and whom it touches', async () => {
    const differences = maker.getByRole('table', { name: '与现行规则的差别' })
    await expect(differences.getByRole('row', { name: '公需课' })).toContainText(`${hours} 学时`)
    const publish = maker.getByRole('button', { name: '发布' })
    await expect(publish).toHaveAttribute('aria-disabled', 'true')
    await maker.getByRole('button', { name: '统计受影响人员' }).click()
    const effect = maker
      .getByRole('table', { name: '差异明细' })
      .getByRole('row', { name: person.name })
    await expect(effect).toContainText(`缺 ${hours + 44} 学时`, { timeout: 30_000 })
    await expect(publish).not.toHaveAttribute('aria-disabled')
  })
  await test.step('from whom it touches to that person’s year, where every result computes to the same again', async () => {
    const address = maker.url()
    await maker.getByRole('link', { name: `查看 ${person.name} ${studiedYear} 年度学时` }).click()
    await expect(
      maker.getByRole('heading', { level: 1, name: `${person.name} ${studiedYear} 年度学时` }),
    ).toBeVisible()
    const results = maker.getByRole('table', { name: `${studiedYear} 年度计算经过` })
    await expect(results.getByText('一致', { exact: true })).toHaveCount(1)
    await expectAccessible(maker, 'a person’s year at an office')
    await maker.goto(address)
  })
  await test.step('nothing has changed for the person', async () => {
    await page.goto(`/me/years/${studiedYear}`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(String(studiedYear))
    await expect(page.getByText(name)).toHaveCount(0)
  })
  await test.step('published, it holds for everybody to read', async () => {
    await maker.getByRole('button', { name: '发布' }).click()
    const dialog = maker.getByRole('dialog', { name: '发布学时规则' })
    await dialog.getByRole('button', { name: '发布' }).click()
    await expect(maker.getByText('已发布并生效，正在重新计算')).toBeVisible()
    await expect(maker.getByText('已生效', { exact: true })).toBeVisible()
    const { page: visitor } = await visit()
    await visitor.goto('/')
    await visitor.getByRole('link', { name: '学时规则', exact: true }).click()
    await visitor.getByRole('link', { name, exact: true }).click()
    await expect(visitor.getByText(`${hours + 60} 学时`).first()).toBeVisible()
    await expect(visitor.getByText('继续教育工作通知').first()).toBeVisible()
    await expect(visitor.getByRole('button', { name: '复制为草稿' })).toHaveCount(0)
  })
  await test.step('the person finds the year under the new rules', async () => {
    await expect(async () => {
      await page.goto(`/me/years/${studiedYear}`)
      await expect(page.getByText(`还差 ${hours + 44} 学时`)).toBeVisible({ timeout: 10_000 })
    }).toPass({ timeout: 90_000 })
  })
  await test.step('what it came to under the former rules is kept beside, and computes to the same', async () => {
    const results = page.getByRole('table', { name: `${studiedYear} 年度计算经过` })
    await expect(results.getByRole('row', { name })).toContainText('一致')
    await expect(results.getByText('一致', { exact: true })).toHaveCount(2)
    await expect(results.getByText('不一致')).toHaveCount(0)
  })
})

async function changeMinimum(maker: Page, { name, hours }: { name: string; hours: number }) {
  const form = maker.getByRole('form', { name: '学时规则' })
  const nameField = form.getByRole('textbox', { name: '名称', exact: true })
  await nameField.fill('不改了')
  await form.getByRole('button', { name: '取消' }).click()
  await maker.getByRole('link', { name: '修改' }).click()
  await expect(nameField).not.toHaveValue('不改了')
  await nameField.fill(name)
  await form.getByRole('combobox', { name: '专业系列' }).selectOption(flight.label)
  await form.getByRole('textbox', { name: '公需课最低学时' }).fill(String(hours))
  await form.getByRole('button', { name: '保存' }).click()
  // The minima come to more than the total.
  await expect(maker.getByRole('alert')).toContainText('总学时不能小于三类最低学时之和')
  await form.getByRole('textbox', { name: '总学时' }).fill(String(hours + 60))
  await form.getByRole('button', { name: '保存' }).click()
  await expect(maker.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('a row for 2027 × 卫生 is added to the chains and moved before the others', async ({
  page,
}) => {
  test.setTimeout(120_000)
  await signIn(page.request, demo('hrss.province'))
  await page.goto('/hrss/rules')
  await page.getByRole('link', { name: '广东 2021 年度起', exact: true }).last().click()
  await page.getByRole('button', { name: '复制为草稿' }).click()
  const form = page.getByRole('form', { name: '学时规则' })
  await form.getByRole('textbox', { name: '名称', exact: true }).fill('卫生 2027 三级审核')
  await page.getByRole('button', { name: '添加审核流程' }).click()
  const drawer = page.getByRole('dialog', { name: '审核流程' })
  await drawer.getByRole('checkbox', { name: '行业主管部门' }).check()
  await drawer.getByRole('checkbox', { name: '人社部门' }).check()
  await drawer.getByRole('textbox', { name: '起始年度' }).fill('2027')
  await drawer.getByRole('checkbox', { name: '卫生技术' }).check()
  await drawer.getByRole('button', { name: '确认' }).click()
  const raise = page.getByRole('button', {
    name: /^上移第 \d+ 行 用人单位 → 行业主管部门 → 人社部门$/,
  })
  await expect(raise).toBeVisible()
  // The first line that fits holds: up it goes until nothing stands before it.
  for (let left = 12; left > 0 && (await raise.count()) > 0; left -= 1) await raise.click()
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '卫生 2027 三级审核' })).toBeVisible()
  const first = page.getByRole('table', { name: '审核流程' }).getByRole('row').nth(1)
  await expect(first).toContainText('2027')
  await expect(first).toContainText('卫生技术')
  await expect(first).toContainText('用人单位 → 行业主管部门 → 人社部门')
  await page.getByRole('button', { name: '删除', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '学时规则' })).toBeVisible()
})

test('what is wrong with a line of a draft is told in its drawer, or at the line, and the summary leads there', async ({
  page,
}) => {
  await signIn(page.request, demo('hrss.province'))
  await page.goto('/hrss/rules')
  await page.getByRole('link', { name: '广东 2021 年度起', exact: true }).last().click()
  await page.getByRole('button', { name: '复制为草稿' }).click()
  const form = page.getByRole('form', { name: '学时规则' })
  const summary = form.getByRole('alert').filter({ hasText: '处需要修改' })
  const save = form.getByRole('button', { name: '保存' })
  const table = form.getByRole('table', { name: '审核流程' })
  const chains = table.getByRole('row')

  await test.step('a form that another line has, and a paper with too long a name', async () => {
    await form.getByRole('button', { name: '修改网络培训', exact: true }).click()
    const drawer = page.getByRole('dialog', { name: '学习形式' })
    const twin = drawer.getByRole('combobox', { name: '学习形式' })
    await twin.selectOption('面授培训班')
    const papers = drawer.getByRole('textbox', { name: '所需证明' })
    await papers.fill(`结业证书\n${'证'.repeat(41)}`)
    await drawer.getByRole('button', { name: '确认' }).click()
    const links = drawer.getByRole('alert').getByRole('link')
    await expect(links).toHaveText([
      '学习形式有重复的内容，请删去一个',
      '所需证明第 2 行太长，请缩短',
    ])
    await links.last().click()
    await expect(papers).toBeFocused()
    await expect(papers).toHaveAccessibleDescription(/所需证明第 2 行太长，请缩短/)
    await drawer.getByRole('button', { name: '取消' }).click()
  })

  await test.step('a list that is full says so at the button that would add to it', async () => {
    await form.getByRole('button', { name: '修改面授培训班', exact: true }).click()
    const rule = page.getByRole('dialog', { name: '学习形式' })
    const kinds = rule.getByRole('button', { name: /^删除第 \d+ 档$/ })
    const addKind = rule.getByRole('button', { name: '添加一档' })
    for (let count = await kinds.count(); count < 10; count += 1) await addKind.click()
    await expect(addKind).toHaveAccessibleDescription('最多 10 档')
    await expect(addKind).toBeDisabled()
    await expectAccessible(page, 'a form of learning with all its kinds')
    await kinds.last().click()
    await expect(addKind).toBeEnabled()
    await rule.getByRole('button', { name: '取消' }).click()

    const shares = form.getByRole('table', { name: '占比' }).getByRole('button', { name: /^删除/ })
    const addShare = form.getByRole('button', { name: '添加占比' })
    for (let count = await shares.count(); count < 5; count += 1) {
      await addShare.click()
      const share = page.getByRole('dialog', { name: '占比' })
      await share.getByRole('textbox', { name: '名称' }).fill(`占比 ${count + 1}`)
      await share.getByRole('button', { name: '确认' }).click()
    }
    await expect(addShare).toHaveAccessibleDescription('最多 5 行')
    await expect(addShare).toBeDisabled()
  })

  const before = (await chains.count()) - 1
  await test.step('a chain behind the one that takes all, for a form that is taken out', async () => {
    await form.getByRole('button', { name: '添加审核流程' }).click()
    const drawer = page.getByRole('dialog', { name: '审核流程' })
    await drawer.getByRole('checkbox', { name: '网络培训', exact: true }).check()
    await drawer.getByRole('button', { name: '确认' }).click()
    await form.getByRole('button', { name: '删除网络培训', exact: true }).click()
    await save.click()
    await expect(summary).toBeFocused()
    await expect(summary.getByRole('link')).toHaveText([
      `审核流程第 ${before} 行：这一行适用于全部记录，只能放在最后`,
      `审核流程第 ${before + 1} 行：最后一行须适用于全部记录：不限年度、类型、系列、形式和学时`,
      `审核流程第 ${before + 1} 行：限定的学习形式已不在本规则中，请修改这一行`,
    ])
    await expectAccessible(page, 'a rule set with wrong lines')
    await summary.getByRole('link').nth(1).click()
    await expect(form.locator(':focus')).toContainText('限定的学习形式已不在本规则中')
  })

  await test.step('moved and mended, nothing is wrong any more', async () => {
    const last = chains.nth(before + 1)
    await last.getByRole('button', { name: '上移' }).click()
    await expect(table.getByText(/只能放在最后|须适用于全部记录/)).toHaveCount(0)
    const raised = chains.nth(before)
    await expect(raised).toContainText('限定的学习形式已不在本规则中')
    await raised.getByRole('button', { name: '修改' }).click()
    const drawer = page.getByRole('dialog', { name: '审核流程' })
    await drawer.getByRole('checkbox', { name: '网络培训', exact: true }).uncheck()
    await drawer.getByRole('textbox', { name: '申报学时超过' }).fill('900')
    await drawer.getByRole('button', { name: '确认' }).click()
    await expect(raised).not.toContainText('限定的学习形式已不在本规则中')
    await save.click()
    await expect(form).toHaveCount(0)
    await page.getByRole('button', { name: '删除', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: '学时规则' })).toBeVisible()
  })
})

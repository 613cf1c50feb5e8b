import { readSession } from '@xueshi/contract/orgs'
import { addDays } from '@xueshi/contract/year'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { makePdf } from './files.ts'
import { fillDay } from './forms.ts'
import { demo, enterAsConfirmed, signIn } from './people.ts'
import { sendRecord } from './records.ts'
import { expect, type Page, test } from './test.ts'

const phone = { width: 390, height: 844 }
const pdfFile = (name: string, title: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: makePdf(title),
})
const uploaded = /· 已上传$/

/** Nothing of the page stands beyond the edge of the screen, and nothing of it keeps anybody out. */
async function fits(page: Page, state?: string) {
  if (state !== undefined) await expectAccessible(page, state)
  await page.setViewportSize(phone)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
    phone.width,
  )
}

test('all by phone: a record copied from a former one, sent, withdrawn, returned, corrected, recognised, and taken along', async ({
  page,
  clerk,
  visit,
}) => {
  test.setTimeout(300_000)
  const person = await enterAsConfirmed(page.request, clerk)
  await sendRecord(page.request, { name: '去年的研修班' })
  await page.setViewportSize(phone)
  const { page: desk } = await visit()
  await signIn(desk.request, demo('employer.clerk'))
  await desk.setViewportSize(phone)
  const name = '今年的研修班'
  const hours = page.getByRole('textbox', { name: '拟申报学时' })

  await test.step('a former record is copied, and fills all but the days', async () => {
    await page.goto('/me/declarations/new')
    await page.getByRole('button', { name: '复制以往记录' }).click()
    const former = page.getByRole('dialog', { name: '复制以往记录' })
    await former.getByRole('textbox', { name: '课程名称' }).fill('没有这样的')
    await former.getByRole('button', { name: '查找' }).click()
    await expect(former.getByText('没有可以复制的记录')).toBeVisible()
    await former.getByRole('textbox', { name: '课程名称' }).fill('去年')
    await former.getByRole('button', { name: '查找' }).click()
    await former.getByRole('button', { name: '复制：去年的研修班' }).click()
    const form = page.getByRole('form', { name: '继续教育记录' })
    await expect(hours).toHaveValue('16')
    await expect(form.getByRole('textbox', { name: '施教机构' })).not.toHaveValue('')
    await form.getByRole('textbox', { name: '课程名称' }).fill(name)
    await fillDay(form, '学习开始时间', `${studiedYear}-01-10`)
    await fillDay(form, '学习结束时间', addDays(`${studiedYear}-01-10`, 1))
    await fits(page)
    await form.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已保存为草稿')).toBeVisible()
  })

  await test.step('evidence: one that is cancelled, one that is cut and tried again; then 送审', async () => {
    let cut = true
    await page.route('**/api/uploads/**', (route) => (cut ? route.abort() : route.continue()))
    const choose = page.getByLabel('上传附件')
    await choose.setInputFiles(pdfFile('发错的.pdf', `Wrong ${name}`))
    await page.getByRole('button', { name: '取消上传 发错的.pdf' }).click()
    await expect(page.getByText('发错的.pdf')).toHaveCount(0)
    await choose.setInputFiles(pdfFile('结业证书.pdf', `Certificate ${person.name}`))
    await expect(page.getByText('网络中断，恢复后自动继续')).toBeVisible({ timeout: 30_000 })
    cut = false
    await page.getByRole('button', { name: '继续', exact: true }).click()
    await expect(page.getByText(uploaded)).toHaveCount(1)
    await fits(page, 'a draft on a phone')
    await page.getByRole('link', { name: '检查并送审' }).click()
    await page.getByRole('button', { name: '送审' }).click()
    await expect(page.getByRole('heading', { name: '送审成功' })).toBeVisible()
    await fits(page)
  })

  await test.step('it is withdrawn on its page, and sent again', async () => {
    await page.goto('/me/declarations?state=submitted')
    await page.getByRole('link', { name }).click()
    await page.getByRole('button', { name: '撤回' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
    await expect(page.getByText('草稿').first()).toBeVisible()
    await page.getByRole('link', { name: '送审', exact: true }).click()
    await page.getByRole('button', { name: '送审' }).click()
    await expect(page.getByRole('heading', { name: '送审成功' })).toBeVisible()
  })

  const open = async () => {
    await desk.goto(`/employer/reviews?person=${encodeURIComponent(person.name)}`)
    await desk.getByRole('link', { name: `审核 ${person.name}：${name}` }).click()
    await expect(desk.getByRole('heading', { level: 1 })).toContainText(name)
    await expect(desk.getByRole('img', { name: '第 1 页，共 1 页' })).toBeVisible()
  }
  await test.step('the clerk reads it and returns it', async () => {
    await open()
    await fits(desk, 'a review on a phone')
    await desk.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = desk.getByRole('dialog', { name: '退回这条记录' })
    await dialog.getByRole('textbox', { name: '退回原因' }).fill('第二天没有签到，请核对学时。')
    await dialog.getByRole('button', { name: '退回' }).click()
    await expect(desk.getByText('已退回', { exact: true })).toBeVisible()
  })

  await test.step('corrected and sent again, the clerk reads what changed, and recognises', async () => {
    await page.goto('/me/declarations?state=returned')
    await page.getByRole('link', { name }).click()
    await page.getByRole('link', { name: '按要求修改' }).click()
    await hours.fill('8')
    await page.getByLabel('上传附件').setInputFiles(pdfFile('签到表.pdf', `List ${person.name}`))
    await expect(page.getByText(uploaded)).toHaveCount(2)
    await page.getByRole('link', { name: '检查并送审' }).click()
    await page.getByRole('button', { name: '送审' }).click()
    await expect(page.getByRole('heading', { name: '送审成功' })).toBeVisible()
    await open()
    await expect(desk.getByText('拟申报学时：由“16 学时”改为“8 学时”')).toBeVisible()
    await expect(desk.getByText('增加附件：签到表.pdf')).toBeVisible()
    await fits(desk)
    await desk.getByRole('button', { name: '认定', exact: true }).click()
    await expect(desk.getByText('已认定 8 学时')).toBeVisible()
  })

  await test.step('the year leads to its record, as does that of the employer, and goes along on paper', async () => {
    await page.goto(`/me/years/${studiedYear}`)
    await page.getByRole('link', { name: `查看申报和附件：${name}` }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await page.getByRole('link', { name: '复制为新记录' }).click()
    await expect(page.getByRole('textbox', { name: '课程名称' })).toHaveValue(name)
    await page.goto(`/me/years/${studiedYear}`)
    await fits(page)
    const print = page.getByRole('link', { name: '打印学时明细' })
    const paper = await page.request.get((await print.getAttribute('href')) ?? '')
    expect(paper.headers()['content-type']).toContain('application/pdf')
    const [opened] = await Promise.all([page.waitForEvent('popup'), print.click()])
    await opened.close()
    const [sheet] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出 Excel' }).click(),
    ])
    expect(sheet.suggestedFilename()).toBe(`${studiedYear}年度学时明细.xlsx`)

    const { account } = await ask(page.request, readSession, {})
    await desk.goto(`/employer/people/${account?.id ?? ''}/years/${studiedYear}`)
    await desk.getByRole('link', { name: `查看申报和附件：${name}` }).click()
    await expect(desk.getByRole('heading', { level: 1 })).toContainText(name)
  })
})

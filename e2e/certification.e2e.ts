import { CertificateDetail } from '@xueshi/contract/certificates/register'
import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('an office certifies everybody of its region whose year meets the rules, once', async ({
  page,
  visit,
}) => {
  // Each telling has people of its own: those of one 专业系列 in the county.
  const series = ['中小学教师', '会计'][test.info().retry] ?? ''
  await signIn(page.request, demo('hrss.county'))
  await test.step('it sees how many wait, and asks once more before it begins', async () => {
    await page.goto('/hrss')
    await page.getByRole('link', { name: '年度认证', exact: true }).click()
    await expect(page.getByRole('heading', { name: '年度认证', level: 1 })).toBeVisible()
    await page.getByRole('combobox', { name: '培训年度' }).selectOption(`${studiedYear} 年`)
    await page.getByRole('combobox', { name: '专业系列' }).selectOption(series)
    await page.getByRole('button', { name: '查询' }).click()
    await expect(page.getByText(/年度待认证 [1-9]\d* 人/)).toBeVisible()
    await expectAccessible(page, 'a certification that waits')
    await page.getByRole('button', { name: '开始认证' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '开始认证' }).click()
  })
  await test.step('it may be left alone, and says what it did', async () => {
    await expect(page.getByRole('heading', { name: '认证进度' })).toBeVisible()
    // Former runs stand in a list below.
    const progress = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: '认证进度' }) })
    const done = progress.getByText('已完成', { exact: true })
    await expect(done).toBeVisible({ timeout: 30_000 })
    await expectAccessible(page, 'a certification that is over')
    await page.reload()
    await expect(done).toBeVisible()
  })
  await test.step('nobody is left, and the button says so', async () => {
    await expect(page.getByText('年度待认证 0 人')).toBeVisible()
    const begin = page.getByRole('button', { name: '开始认证' })
    await expect(begin).toHaveAccessibleDescription('没有待认证的年度')
  })
  await test.step('the whole run is taken back: what it did and did not, and why, is told before and after', async () => {
    await page.goto('/hrss/certification')
    const list = page.getByRole('table', { name: '历次认证' })
    await list
      .getByRole('link', { name: `${studiedYear} 年` })
      .first()
      .click()
    await expect(page.getByRole('heading', { name: `${studiedYear} 年度认证` })).toBeVisible()
    await expect(page.getByRole('tab', { name: /^已认证/ })).toBeVisible()
    await expectAccessible(page, 'what a certification came to')
    await page.getByRole('tab', { name: /^未达标/ }).click()
    const lacking = page.getByRole('table', { name: '未达标' })
    await expect(lacking.getByRole('columnheader', { name: '现在还缺学时' })).toBeVisible()
    await page.getByRole('button', { name: '撤销整次认证' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(/[1-9]\d* 人的证书将被撤销，年度回到待认证/)
    await expectAccessible(page, 'a certification before it is taken back')
    await dialog.getByRole('textbox', { name: '撤销原因' }).fill('年度选错了')
    await dialog.getByRole('button', { name: '撤销认证' }).click()
    const notice = page.getByText('原因：年度选错了')
    await expect(notice).toBeVisible()
    await page.getByRole('tab', { name: /^已认证/ }).click()
    const certified = page.getByRole('table', { name: '已认证' })
    await expect(certified.getByText('已撤销认证').first()).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('button', { name: '撤销整次认证' })).toBeHidden()
    await expectAccessible(page, 'a certification that was taken back')
  })
  await test.step('those people wait again, and are certified a second time', async () => {
    await page.getByRole('link', { name: '年度认证' }).first().click()
    await page.getByRole('combobox', { name: '培训年度' }).selectOption(`${studiedYear} 年`)
    await page.getByRole('combobox', { name: '专业系列' }).selectOption(series)
    await page.getByRole('button', { name: '查询' }).click()
    await expect(page.getByText(/年度待认证 [1-9]\d* 人/)).toBeVisible()
    await page.getByRole('button', { name: '开始认证' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '开始认证' }).click()
    await expect(page.getByRole('link', { name: '查看结果' })).toBeVisible({ timeout: 30_000 })
  })
  await test.step('one issued anew: the old code says that it is replaced, and by which', async () => {
    await page.getByRole('link', { name: '查看证书' }).click()
    await page.getByRole('combobox', { name: '证书状态' }).selectOption('有效')
    await page.getByRole('button', { name: '查询' }).click()
    const table = page.getByRole('table', { name: '继续教育证书' })
    // Other stories print what the demo person holds.
    const rows = table.getByRole('row').filter({ hasNotText: '林晓雯' })
    const opened = page.waitForResponse(/\/api\/certificates\/[\w-]+$/)
    await rows.getByRole('link').first().click()
    const former = CertificateDetail.parse(await (await opened).json())
    await page.getByRole('button', { name: '重新签发' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: '原因' }).fill('照片有误')
    const sent = page.waitForResponse(/\/reissue$/)
    await dialog.getByRole('button', { name: '重新签发' }).click()
    const anew = CertificateDetail.parse(await (await sent).json())
    await expect(page.getByText(`已重新签发，新证书号 ${anew.number}`)).toBeVisible()
    const { page: visitor } = await visit()
    await visitor.goto(`/verify/${former.code}`)
    const verdict = visitor.getByRole('region', { name: '验证结果' })
    await expect(verdict.getByRole('heading', { name: '证书已被替换' })).toBeVisible()
    await expect(verdict).toContainText(`新的证书号：${anew.number}`)
    await expectAccessible(visitor, 'a certificate that is replaced')
  })
})

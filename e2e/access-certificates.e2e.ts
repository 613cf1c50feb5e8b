import { expectAccessible } from './axe.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('certificates: printing, and the register of an office and of an employer', async ({
  page,
}) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/certificates')
  await page.getByRole('link', { name: '打印证书' }).first().click()
  await expect(page.getByRole('img', { name: '第 2 页，共 2 页' })).toBeVisible()
  await expectAccessible(page, 'printing a certificate')

  await signIn(page.request, demo('employer.clerk'))
  await page.goto('/employer/certificates?year=2025')
  await expect(page.getByRole('heading', { name: '证书打印', level: 1 })).toBeVisible()
  await expect(page.getByRole('table')).toBeVisible()
  await expectAccessible(page, 'certificates of an employer')
  await page.getByRole('button', { name: '批量打印' }).click()
  const batch = page.getByRole('dialog', { name: '批量打印 2025 年度证书' })
  await expectAccessible(page, 'the choice of a batch')
  await batch.getByRole('button', { name: '开始打印' }).click()
  await expect(batch.getByText('已完成', { exact: true })).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page, 'a batch that is over')
  // At its head stands another, for those who only look.
  await batch.getByRole('button', { name: '关闭' }).last().click()

  await signIn(page.request, demo('hrss.county'))
  await page.goto('/hrss/certificates?year=2025&state=valid')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByRole('img', { name: '第 2 页，共 2 页' })).toBeVisible()
  await expectAccessible(page, 'a certificate at an office')
  await page.getByRole('button', { name: '撤销证书' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销证书' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('处需要修改')
  await expectAccessible(page, 'withdrawing without a reason')
})

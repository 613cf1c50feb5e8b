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
  await page.getByRole('checkbox', { name: /GDJX-/ }).first().check()
  await expect(page.getByRole('button', { name: '打印所选（1）' })).toBeVisible()
  await expectAccessible(page, 'certificates of an employer, one of them ticked')
  await page.getByRole('button', { name: '取消勾选' }).click()
  await page.getByRole('button', { name: '批量打印' }).click()
  const batch = page.getByRole('dialog', { name: '批量打印 2025 年度证书' })
  await expectAccessible(page, 'the choice of a batch')
  await batch.getByRole('button', { name: '开始打印' }).click()
  await expect(batch.getByText('已完成', { exact: true })).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page, 'a batch that is over')
  // At its head stands another, for those who only look.
  await batch.getByRole('button', { name: '关闭' }).last().click()

  // As for the person whose it is, the file itself is printed from a frame of the page.
  const printing = await page.context().newPage()
  await printing.goto('/employer/certificates?year=2025')
  await printing.getByRole('table').getByRole('link').first().click()
  await expect(printing.getByRole('img', { name: '第 2 页，共 2 页' })).toBeVisible()
  const framed = printing.waitForResponse(/\/api\/certificates\/[\w-]+\/pdf\?seat=/)
  await printing.getByRole('button', { name: '在线打印' }).click()
  const file = await framed
  expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf'])
  await expect(printing.getByTitle('正在打印的证书')).toBeAttached()
  const fetched = printing.waitForEvent('download')
  await printing.getByRole('link', { name: '下载 PDF' }).click()
  expect((await fetched).suggestedFilename()).toMatch(/^GDJX-.*\.pdf$/)
  // The browser asks its printer, of which there is none here.
  await printing.close().catch(() => undefined)

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

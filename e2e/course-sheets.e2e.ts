import { randomInt } from 'node:crypto'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a year’s plan is tried, corrected, imported by a file, and exported', async ({ page }) => {
  const name = `岭南建造技术${randomInt(100_000, 1_000_000)}`
  const file = (hours: string) => ({
    name: '课程计划.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `课程名称,课程类型,科目名称,学时\n${name},选修课,概论,${hours}\n${name},,案例,6\n`,
    ),
  })
  await signIn(page.request, demo('institution'))
  await page.goto('/institution/courses')
  await page.getByRole('button', { name: '导入', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '导入课程计划' })
  const choose = dialog.getByLabel('选择要导入的文件')

  await choose.setInputFiles(file('12.55'))
  await expect(dialog.getByText('已上传', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: '试运行' }).click()
  await expect(dialog.getByText('已完成').first()).toBeVisible({ timeout: 30_000 })
  await expect(dialog.getByText('第 2 行')).toBeVisible()

  await choose.setInputFiles(file('12.5'))
  await expect(dialog.getByText('已上传', { exact: true })).toBeVisible()
  await dialog.getByRole('button', { name: '导入课程', exact: true }).click()
  await expect(page.getByText('已导入 1 门课程，均为草稿')).toBeVisible({ timeout: 30_000 })
  await dialog.getByRole('button', { name: '关闭' }).first().click()
  await page.getByRole('textbox', { name: '课程名称' }).fill(name)
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page.getByRole('cell', { name: '18.5' })).toBeVisible()

  await page.getByRole('button', { name: '导出', exact: true }).click()
  const exporting = page.getByRole('dialog', { name: '导出课程计划' })
  await expect(exporting.getByRole('button', { name: /^下载结果/ })).toBeVisible({
    timeout: 30_000,
  })
})

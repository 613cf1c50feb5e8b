import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('an office certifies everybody of its region whose year meets the rules, once', async ({
  page,
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
    const done = page.getByText('已完成', { exact: true })
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
})

import { randomInt } from 'node:crypto'
import { fillDay } from './forms.ts'
import { demo, signIn } from './people.ts'
import { expect, type Page, test } from './test.ts'

/** A course that no other test has. */
const inventCourse = () => `岭南绿色建筑前沿${randomInt(100_000, 1_000_000)}`

test('a course is drafted, returned, corrected, filed and found in the public catalogue', async ({
  page,
  visit,
}) => {
  const name = inventCourse()
  const { page: office } = await visit()
  const { page: anybody } = await visit()
  await signIn(page.request, demo('institution'))
  await signIn(office.request, demo('hrss.city'))

  await test.step('the institution drafts it', async () => {
    await page.goto('/institution/courses')
    await page.getByRole('link', { name: '添加' }).click()
    // The list has a field of that name too.
    await expect(page.getByRole('heading', { name: '添加课程', level: 1 })).toBeVisible()
    await page.getByRole('textbox', { name: '课程名称' }).fill(name)
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('alert')).toContainText('请选择课程类型')
    await page.getByRole('combobox', { name: '年度' }).selectOption({ index: 1 })
    await page.getByRole('combobox', { name: '课程类型' }).selectOption('选修课')
    await fillSubject(page, 0, '绿色建筑概论', '12')
    await page.getByRole('button', { name: '添加科目' }).click()
    await fillSubject(page, 1, '案例', '6.5')
    await expect(page.getByText('共 2 个科目，18.5 学时')).toBeVisible()
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page.getByText('草稿', { exact: true })).toBeVisible()
  })
  await test.step('and submits it', () => submit(page))

  await test.step('the office returns it', async () => {
    await openFiling(office, name)
    await office.getByRole('button', { name: '退回' }).click()
    const dialog = office.getByRole('dialog')
    await dialog.getByRole('button', { name: '退回' }).click()
    await expect(dialog.getByRole('alert')).toContainText('请填写退回原因')
    await dialog.getByRole('textbox', { name: '退回原因' }).fill('请写明授课老师。')
    await dialog.getByRole('button', { name: '退回' }).click()
    await expect(office.getByText('已退回，主办单位会看到原因')).toBeVisible()
  })
  await test.step('the institution sees why, and corrects it', async () => {
    await page.reload()
    await expect(page.getByText('请写明授课老师。').first()).toBeVisible()
    await page.getByRole('link', { name: '按要求修改' }).click()
    await page.getByRole('textbox', { name: '授课老师姓名' }).first().fill('何穗生、梁志明')
    await page.getByRole('button', { name: '保存' }).click()
    await submit(page)
  })
  await test.step('the office files it', async () => {
    await openFiling(office, name)
    await expect(office.getByRole('cell', { name: '何穗生、梁志明' })).toBeVisible()
    await office.getByRole('button', { name: '准予备案' }).click()
    await office.getByRole('dialog').getByRole('button', { name: '准予备案' }).click()
    await expect(office.getByText(/已备案，编号 KC\d{4}-\d{9}/)).toBeVisible()
  })
  await test.step('the institution publishes it', async () => {
    await page.reload()
    await page.getByRole('button', { name: '公布' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '公布' }).click()
    await expect(page.getByText('已公布').first()).toBeVisible()
  })
  await test.step('anybody finds it', async () => {
    await anybody.goto('/')
    await anybody.getByRole('link', { name: '公需课目录' }).click()
    await anybody.getByRole('link', { name: '课程目录' }).click()
    await anybody.getByRole('textbox', { name: '课程名称' }).fill(name)
    await anybody.getByRole('button', { name: '查询' }).click()
    await anybody.getByRole('link', { name }).click()
    await expect(anybody.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(anybody.getByRole('cell', { name: '6.5' })).toBeVisible()
  })
})

async function fillSubject(page: Page, at: number, name: string, hours: string): Promise<void> {
  await page.getByRole('textbox', { name: '科目名称' }).nth(at).fill(name)
  await page.getByRole('textbox', { name: '学时', exact: true }).nth(at).fill(hours)
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '提交备案' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提交备案' }).click()
  await expect(page.getByText(/正在等待.*广州市人力资源和社会保障局.*备案/)).toBeVisible()
}

async function openFiling(office: Page, name: string): Promise<void> {
  await office.goto(`/hrss/filings?name=${encodeURIComponent(name)}`)
  await office.getByRole('link', { name }).click()
  await expect(office.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('the year’s public subjects are kept by the office and seen by anybody', async ({
  page,
  visit,
}) => {
  const title = `新质生产力专题${randomInt(100_000, 1_000_000)}`
  const { page: anybody } = await visit()
  await signIn(page.request, demo('hrss.province'))
  await page.goto('/hrss/topics')
  await page.getByRole('button', { name: '添加' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('textbox', { name: '选题' }).fill(title)
  await drawer.getByRole('textbox', { name: '学时', exact: true }).fill('30')
  await drawer.getByRole('textbox', { name: '学习平台' }).fill('演示平台')
  const year = Number(await drawer.getByRole('combobox', { name: '年度' }).inputValue())
  await fillDay(drawer, '开放时间', `${year}-04-01`)
  await fillDay(drawer, '截止时间', `${year}-12-31`)
  await drawer.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存为草稿')).toBeVisible()

  await anybody.goto(`/catalogue/topics?year=${year}`)
  await expect(anybody.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(anybody.getByText(title)).toHaveCount(0)
  await page.getByRole('button', { name: `公布 ${title}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '公布' }).click()
  await expect(page.getByText('已公布').first()).toBeVisible()
  await anybody.reload()
  await expect(anybody.getByText(title)).toBeVisible()
  await page.getByRole('button', { name: `撤下 ${title}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤下' }).click()
  await expect(page.getByRole('button', { name: `公布 ${title}` })).toBeVisible()
})

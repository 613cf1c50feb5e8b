import { addDays } from '@xueshi/contract/year'
import { today } from './days.ts'
import { fillRecord } from './declaring.ts'
import { enterAsConfirmed } from './people.ts'
import { makeDraft } from './records.ts'
import { expect, test } from './test.ts'

const saved = /^已保存 \d\d:\d\d$/

test('a draft is saved as it is typed, and without a network once there is one', async ({
  page,
  context,
  clerk,
}) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await makeDraft(page.request)
  await page.goto(`/me/declarations/${id}/edit`)
  const name = page.getByRole('textbox', { name: '课程名称' })
  await name.fill('边填边保存的名称')
  await expect(page.getByText('正在保存', { exact: true })).toBeVisible()
  await expect(page.getByText(saved)).toBeVisible()
  await page.reload()
  await expect(name).toHaveValue('边填边保存的名称')

  await expect(page.getByText(saved)).toBeVisible()
  await context.setOffline(true)
  await name.fill('断网时填写的名称')
  await expect(page.getByText('网络不通，先存在本浏览器')).toBeVisible()
  await expect(page.getByRole('button', { name: '检查并送审' })).toBeDisabled()
  await context.setOffline(false)
  await expect(page.getByText(saved)).toBeVisible()
  await expect(page.getByRole('link', { name: '检查并送审' })).toBeVisible()

  // What is not right yet stays in the tab, and can be given up.
  await name.fill('')
  await expect(page.getByText('有内容未填好，填好后自动保存')).toBeVisible()
  await page.reload()
  await expect(name).toHaveValue('')
  await page.getByRole('button', { name: '放弃，恢复为已保存的' }).click()
  await expect(name).toHaveValue('断网时填写的名称')
})

test('whoever leaves at once loses nothing', async ({ page, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await makeDraft(page.request)
  await page.goto(`/me/declarations/${id}/edit`)
  await page.getByRole('textbox', { name: '课程名称' }).fill('填完立即离开')
  await page.getByRole('link', { name: '返回列表' }).click()
  await expect(page.getByRole('heading', { name: '继续教育记录申报', level: 1 })).toBeVisible()
  await page.goto(`/me/declarations/${id}`)
  await expect(page.getByRole('heading', { name: '填完立即离开' })).toBeVisible()
})

test('two windows: the second is told before it saves over the first', async ({
  page,
  context,
  clerk,
}) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await makeDraft(page.request)
  const other = await context.newPage()
  for (const window of [page, other]) {
    await window.goto(`/me/declarations/${id}/edit`)
    await expect(window.getByRole('textbox', { name: '拟申报学时' })).toHaveValue('16')
  }
  await page.getByRole('textbox', { name: '拟申报学时' }).fill('12')
  await expect(page.getByText('正在保存', { exact: true })).toBeVisible()
  await expect(page.getByText(saved)).toBeVisible()
  await other.getByRole('textbox', { name: '拟申报学时' }).fill('8')
  await expect(
    other.getByText('拟申报学时：最新保存的是“12 学时”，您填写的是“8 学时”'),
  ).toBeVisible()
  await other.getByRole('button', { name: '使用最新保存的内容' }).click()
  await expect(other.getByRole('textbox', { name: '拟申报学时' })).toHaveValue('12')
  await expect(other.getByText(saved)).toBeVisible()
})

test('a course across New Year is asked which year it counts for', async ({ page, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  await page.goto('/me/declarations/new')
  const year = Number(today.slice(0, 4))
  await fillRecord(page, {
    name: '跨年研修班',
    category: '专业课',
    form: '面授培训班',
    institution: '岭南智造工程技术有限公司（演示）',
    startOn: addDays(`${year}-01-01`, -2),
    endOn: `${year}-01-01`,
    hours: '16',
  })
  // By the shipped rules the year before is open until the end of April.
  if (today <= `${year}-04-30`) {
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('学习时间跨年，请选择计入哪个年度').first()).toBeVisible()
    await page.getByRole('combobox', { name: '计入年度' }).selectOption(`${year} 年度`)
  } else await expect(page.getByText(`这次学习计入 ${year} 年度`)).toBeVisible()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存为草稿')).toBeVisible()
})

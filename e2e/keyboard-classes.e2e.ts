import { randomInt } from 'node:crypto'
import { addDays } from '@xueshi/contract/year'
import { today } from './days.ts'
import { tabTo, textbox, type } from './keys.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a class from 新建培训班 to 提交审批 by keyboard alone', async ({ page }) => {
  const name = `岭南键盘选修班${randomInt(100_000, 1_000_000)}`
  const startsOn = addDays(today, 20)
  const typeDay = (label: string, day: string) =>
    type(
      page,
      page.getByRole('group', { name: label }).getByRole('spinbutton').first(),
      day.replaceAll('-', ''),
    )
  await signIn(page.request, demo('institution'))
  await page.goto('/institution/classes')
  await tabTo(page, page.getByRole('link', { name: '新建培训班' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '新建培训班' })).toBeFocused()

  const course = `岭南选修课（${startsOn.slice(0, 4)}）`
  const field = page.getByRole('combobox', { name: '培训课程名称' })
  const option = page.getByRole('option', { name: course, exact: true })
  await tabTo(page, field)
  await page.keyboard.type('岭南选修课')
  await expect(option).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('ArrowDown')
    expect(await field.getAttribute('aria-activedescendant')).toBe(await option.getAttribute('id'))
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue(course)
  await type(page, textbox(page, '培训班名称'), name)
  await tabTo(page, page.getByRole('combobox', { name: '培训组织形式' }))
  for (const _ of ['网络培训', '面授']) await page.keyboard.press('ArrowDown')
  await type(page, textbox(page, '拟招人数'), '20')
  await tabTo(page, page.getByRole('combobox', { name: '考试类型' }))
  await page.keyboard.press('ArrowDown')
  await typeDay('计划开班日期', startsOn)
  await typeDay('结束日期', startsOn)
  await type(page, textbox(page, '培训天数'), '1')
  await type(page, textbox(page, '班主任姓名'), '何穗生')
  await type(page, textbox(page, '授课老师姓名'), '梁志明')
  await type(page, textbox(page, '学习地点'), '广州市天河区演示路 9 号')
  await tabTo(page, page.getByRole('button', { name: '添加一节课' }))
  await page.keyboard.press('Enter')
  const line = page.getByRole('listitem', { name: '第 1 节' })
  await expect(
    line.getByRole('group', { name: '日期' }).getByRole('spinbutton').first(),
  ).toBeFocused()
  await typeDay('报名开始日期', today)
  await typeDay('报名截止日期', addDays(startsOn, -1))
  await type(page, textbox(page, '联系人'), '何穗生')
  await type(page, textbox(page, '联系电话'), '020-83330000')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused()

  await tabTo(page, page.getByRole('button', { name: '提交审批' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await tabTo(page, page.getByRole('dialog').getByRole('button', { name: '提交审批' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('待审批', { exact: true }).first()).toBeVisible()
})

import { randomInt } from 'node:crypto'
import { addDays } from '@xueshi/contract/year'
import { expectAccessible } from './axe.ts'
import { today } from './days.ts'
import { makePdf } from './files.ts'
import { fillDay } from './forms.ts'
import { demo, enterAsConfirmed, type Person, signIn } from './people.ts'
import { expect, test } from './test.ts'

const list = (rows: readonly string[]) => ({
  name: '参加人员.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['姓名,证件号码,学时', ...rows].join('\n')),
})
const rowOf = ({ name, documentNumber }: Person, hours = '') => `${name},${documentNumber},${hours}`

test('an employer declares a training for those who took part, and a colleague reviews', async ({
  page,
  clerk,
  visit,
}) => {
  const people: Person[] = []
  for (const _ of [1, 2]) {
    const { context } = await visit()
    people.push(await enterAsConfirmed(context.request, clerk))
  }
  const [first, second] = people
  if (!first || !second) throw new Error('two people were made')
  const name = `安全生产与质量管理培训${randomInt(100_000, 1_000_000)}`
  await signIn(page.request, demo('employer.clerk'))
  await page.goto('/employer')
  await page.getByRole('link', { name: '批量申报', exact: true }).first().click()
  await expectAccessible(page, 'trainings that a unit declared')
  const add = page.getByRole('link', { name: '添加', exact: true })
  const form = page.getByRole('form', { name: '批量申报' })
  const course = form.getByRole('textbox', { name: '课程名称' })
  await add.click()
  await course.fill('不申报了')
  await form.getByRole('button', { name: '取消' }).click()
  await add.click()
  await expect(course).toHaveValue('')
  await course.fill(name)
  await form.getByRole('combobox', { name: '课程类型' }).selectOption('专业课')
  await expect(form.getByRole('combobox', { name: '学习形式' })).toHaveValue('17')
  await form.getByRole('textbox', { name: '施教机构' }).fill('本单位培训中心（演示）')
  await fillDay(form, '学习开始时间', addDays(today, -1))
  await fillDay(form, '学习结束时间', addDays(today, -1))
  await form.getByRole('textbox', { name: '拟申报学时' }).fill('9')
  await expect(form.getByText('超过了 1 天最多可折算的 8 学时。')).toBeVisible()
  await form.getByRole('textbox', { name: '拟申报学时' }).fill('8')
  await expect(form.getByText('共 1 天，最多可申报 8 学时。')).toBeVisible()
  await expectAccessible(page, 'form of a training')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()

  await expect(page.getByText('还没有附件').first()).toBeVisible()
  await expect(page.getByRole('button', { name: '送审', exact: true })).toBeDisabled()
  await page.getByLabel('上传附件').setInputFiles({
    name: '签到表.pdf',
    mimeType: 'application/pdf',
    buffer: makePdf(`Sign-in sheet ${name}`),
  })
  await expect(page.getByRole('listitem').filter({ hasText: '签到表.pdf' })).toBeVisible()
  await expect(page.getByText('还没有附件')).toHaveCount(0)

  const choose = page.getByLabel('选择要导入的文件')
  const wrong =
    second.documentNumber.slice(0, 17) + (second.documentNumber.endsWith('X') ? '1' : 'X')
  await choose.setInputFiles(list([rowOf(first), rowOf({ ...second, documentNumber: wrong }, '4')]))
  await expect(page.getByText('已上传', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '试运行' }).click()
  await expect(page.getByText('第 3 行')).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page, 'training with a wrong row')

  await choose.setInputFiles(list([rowOf(first), rowOf(second, '4')]))
  await expect(page.getByText('已上传', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '送审', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '送审' }).click()
  await expect(page.getByText('已为 2 人送审')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('row', { name: second.name })).toContainText('待单位审核')
  await expectAccessible(page, 'training that was sent')

  // Whoever declared does not review: a colleague does, or the office above.
  await page.goto(`/employer/reviews?person=${encodeURIComponent(first.name)}`)
  await page.getByRole('link', { name: `审核 ${first.name}：${name}` }).click()
  await expect(page.getByText('单位批量申报，经办人')).toBeVisible()
  await expect(page.getByRole('button', { name: '认定', exact: true })).toHaveCount(0)
})

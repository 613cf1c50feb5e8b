import { addDays } from '@xueshi/contract/year'
import { expectAccessible } from './axe.ts'
import { today } from './days.ts'
import { fillDay } from './forms.ts'
import { enterAsConfirmed } from './people.ts'
import { attachPdf } from './records.ts'
import { expect, test } from './test.ts'

test('a 学习形式 asks what its rule counts, proposes hours, and flags more than that', async ({
  page,
  clerk,
}) => {
  await enterAsConfirmed(page.request, clerk)
  // What the year lacks leads to the classes that fit and to a record with its form chosen.
  await page.goto('/me')
  const way = (category: string) => page.getByRole('region', { name: `补齐${category}` })
  await expect(way('专业课').getByText('专业课还差 42 学时')).toBeVisible()
  await expectAccessible(page, 'home with the ways to close the year')
  await way('公需课').getByRole('link', { name: '全部公需课培训班' }).click()
  await expect(page).toHaveURL(/\/me\/classes\?category=public$/)
  await expect(page.getByRole('combobox', { name: '课程类型' })).toHaveValue('public')
  await page.goBack()
  await way('专业课').getByRole('link', { name: '发表论文' }).click()
  const form = page.getByRole('form', { name: '继续教育记录' })
  await expect(form.getByRole('combobox', { name: '课程类型' })).toHaveValue('professional')
  await expect(form.getByRole('combobox', { name: '学习形式' })).toHaveValue('07')
  await form.getByRole('textbox', { name: '课程名称' }).fill('一种学时折算装置')
  await form.getByRole('combobox', { name: '学习形式' }).selectOption('面授培训班')
  await expect(form.getByText(/每天折算 8 学时/)).toBeVisible()
  await expect(form.getByRole('textbox', { name: '数量' })).toHaveCount(0)
  await form.getByRole('combobox', { name: '学习形式' }).selectOption('专利软件著作权')
  await form.getByRole('textbox', { name: '施教机构' }).fill('国家知识产权局')
  const day = addDays(today, 0)
  await fillDay(form, '学习开始时间', day)
  await fillDay(form, '学习结束时间', day)
  await form.getByRole('combobox', { name: '类别' }).selectOption({ index: 1 })
  await form.getByRole('textbox', { name: '数量' }).fill('1')
  await form.getByRole('textbox', { name: '本人排名' }).fill('2')
  await form.getByRole('textbox', { name: '专利号或登记号' }).fill('ZL202610000001.X')
  await expect(form.getByText('按标准折算为 36 学时。')).toBeVisible()
  await form.getByRole('button', { name: '填入 36' }).click()
  await expect(form.getByRole('textbox', { name: '拟申报学时' })).toHaveValue('36')
  await form.getByRole('textbox', { name: '拟申报学时' }).fill('40')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { name: '编辑继续教育记录' })).toBeVisible()
  const id = /declarations\/([^/]+)\//.exec(page.url())?.[1] ?? ''
  await attachPdf(page.request, id, `Patent ${id}`)
  await page.goto(`/me/declarations/${id}?view=check`)
  await expect(page.getByText('按学习形式的标准折算为 36 学时')).toBeVisible()
  await expect(page.getByText('发明专利')).toBeVisible()
  await expect(page.getByText('第 2 位')).toBeVisible()
  await expect(page.getByText('ZL202610000001.X')).toBeVisible()
})

test('课程类型 opens at what the rule of the form says; what comes by a decision is not offered', async ({
  page,
  clerk,
}) => {
  await enterAsConfirmed(page.request, clerk)
  await page.goto('/me/declarations/new')
  const form = page.getByRole('form', { name: '继续教育记录' })
  const category = form.getByRole('combobox', { name: '课程类型' })
  const kind = form.getByRole('combobox', { name: '学习形式' })
  await kind.selectOption('考察访问')
  await expect(category).toHaveValue('elective')
  await expect(kind.getByRole('option', { name: '免修视同' })).toHaveCount(0)
  await kind.selectOption('专利软件著作权')
  await expect(category).toHaveValue('professional')
  // What its person has chosen stays.
  await category.selectOption('选修课')
  await kind.selectOption('发表论文')
  await expect(form.getByText(/按类别和数量（篇）折算/)).toBeVisible()
  await expect(category).toHaveValue('elective')
  // What was answered of one form is no answer to another; and hours are not converted into hours.
  await kind.selectOption('学历学位教育')
  await form.getByRole('textbox', { name: '数量' }).fill('2')
  await expect(form.getByText('按标准折算为 30 学时。')).toBeVisible()
  await kind.selectOption('发表论文')
  await expect(form.getByRole('combobox', { name: '类别' })).toHaveValue('')
  await expect(form.getByRole('textbox', { name: '数量' })).toHaveValue('')
  await kind.selectOption('有考核的自学')
  await expect(form.getByText(/按实际学时计/)).toBeVisible()
  await expect(form.getByRole('textbox', { name: '数量' })).toHaveCount(0)
})

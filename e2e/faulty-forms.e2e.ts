import { expectAccessible } from './axe.ts'
import { fillDay, pick } from './forms.ts'
import { demo, enterAsConfirmed, enterAsNew, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('人员基本信息维护: all that is wanting is named at once, and leads to its field', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await enterAsNew(page.request)
  await page.goto('/me/profile')
  const form = page.getByRole('form', { name: '人员基本信息维护' })
  await form.getByRole('textbox', { name: '联系电话' }).fill('12')

  await test.step('inputs beside each other stand level, whatever stands above them', async () => {
    const title = form.getByRole('combobox', { name: '专业技术任职资格', exact: true })
    const series = form.getByRole('combobox', { name: '专业系列', exact: true })
    const topOf = async (field: typeof title) => Math.round((await field.boundingBox())?.y ?? -1)
    expect(await topOf(title)).toBe(await topOf(series))
  })

  await form.getByRole('button', { name: '保存' }).click()
  const summary = form.getByRole('alert').filter({ hasText: '处需要修改' })
  await expect(summary).toBeFocused()
  await expect(summary.getByRole('link')).toHaveText([
    '请选择民族',
    '请选择籍贯',
    '请选择最高学历',
    '请选择参加工作时间',
    '手机号码不正确：内地为 11 位数字，香港以 +852、澳门以 +853 开头',
    '请选择专业技术任职资格',
    '请选择专业系列',
    '请填写从事专业',
    '请选择工作单位；单位还没有在本系统注册的，请填写单位名称',
  ])
  await expectAccessible(page, 'a profile with an error summary')
  await summary.getByRole('link', { name: '请选择工作单位' }).click()
  const unit = form.getByRole('combobox', { name: '工作单位', exact: true })
  await expect(unit).toBeFocused()
  await expect(unit).toHaveAccessibleDescription(/请选择工作单位/)
  await form.getByRole('textbox', { name: '单位名称（尚未注册）' }).fill('珠江机械厂')
  await expect(unit).not.toHaveAccessibleDescription(/请选择工作单位/)
})

test('添加: days that do not fit are named together with wrong hours, until either day is mended', async ({
  page,
  clerk,
}) => {
  await enterAsConfirmed(page.request, clerk)
  await page.goto('/me/declarations/new')
  const form = page.getByRole('form', { name: '继续教育记录' })
  await fillDay(form, '学习开始时间', '2026-03-05')
  await fillDay(form, '学习结束时间', '2026-03-02')
  await form.getByRole('textbox', { name: '拟申报学时' }).fill('十二')
  await form.getByRole('button', { name: '保存' }).click()
  const summary = form.getByRole('alert').filter({ hasText: '处需要修改' })
  await expect(summary.getByRole('link')).toHaveText([
    '请填写课程名称',
    '请选择课程类型',
    '请选择学习形式',
    '请填写施教机构',
    '学习结束时间不能早于学习开始时间',
    '拟申报学时请填写数字，例如 12 或 12.5',
  ])
  const end = form.getByRole('group', { name: '学习结束时间', exact: true })
  await expect(end).toHaveAccessibleDescription(/不能早于/)
  await fillDay(form, '学习开始时间', '2026-03-01')
  await expect(end).not.toHaveAccessibleDescription(/不能早于/)
})

test('新建培训班: a timetable, its days and the places kept are judged while much is still empty', async ({
  page,
}) => {
  await signIn(page.request, demo('institution'))
  await page.goto('/institution/classes/new')
  const form = page.getByRole('form', { name: '培训班' })
  await form.getByRole('textbox', { name: '拟招人数' }).fill('3')
  await fillDay(form, '计划开班日期', '2026-12-20')
  await fillDay(form, '结束日期', '2026-12-10')
  const sessions = form.locator('.session-row')
  for (const at of [0, 1]) {
    await form.getByRole('button', { name: '添加一节课' }).click()
    await fillDay(sessions.nth(at), '日期', '2026-12-25')
  }
  const units = form.getByRole('listitem', { name: /^第 \d 个单位$/ })
  for (const [at, kept] of ['50', ''].entries()) {
    await form.getByRole('button', { name: '添加指定单位' }).click()
    await units.nth(at).getByRole('textbox', { name: '保留名额' }).fill(kept)
  }
  await form.getByRole('button', { name: '保存' }).click()
  const summary = form.getByRole('alert').filter({ hasText: '处需要修改' })
  await expect(summary.getByRole('link')).toHaveText([
    '请选择培训课程名称',
    '请填写培训班名称',
    '请选择培训组织形式',
    '请选择考试类型',
    '结束日期不能早于开始',
    '请填写培训天数',
    '请填写班主任姓名',
    '请填写授课老师姓名',
    '请填写学习地点',
    '第 1 节：日期须在开班与结束日期之间',
    '第 2 节：日期须在开班与结束日期之间',
    '第 2 节：与另一节课的时间重叠，请错开',
    '请选择报名开始日期',
    '请选择报名截止日期',
    '请填写联系人',
    '请填写联系电话',
    '各单位保留名额之和不能多于招生人数',
    '第 1 个单位：请选择指定单位',
    '第 2 个单位：请选择指定单位',
    '第 2 个单位：请填写保留名额',
  ])
  await expectAccessible(page, 'a class with an error summary')
  await summary.getByRole('link', { name: '第 2 个单位：请填写保留名额' }).click()
  await expect(units.nth(1).getByRole('textbox', { name: '保留名额' })).toBeFocused()
  await units.nth(1).getByRole('textbox', { name: '保留名额' }).fill('0')
  await summary.getByRole('link', { name: '各单位保留名额之和' }).click()
  await expect(form.locator(':focus')).toHaveText('各单位保留名额之和不能多于招生人数')
  await fillDay(form, '结束日期', '2026-12-28')
  await form.getByRole('textbox', { name: '拟招人数' }).fill('60')
  const outside = form.getByText('日期须在开班与结束日期之间')
  await expect(sessions.filter({ has: outside })).toHaveCount(0)
  await expect(form.getByText('各单位保留名额之和不能多于招生人数', { exact: true })).toHaveCount(1)
})

test('登记失信信息: what was chosen for another kind of subject stops nothing', async ({
  page,
}) => {
  await signIn(page.request, demo('hrss.county'))
  await page.goto('/hrss/cases/new')
  const form = page.getByRole('form', { name: '失信信息' })
  await form.getByRole('checkbox', { name: /2026 年度/ }).check()
  await pick(page, '失信人名称', '陈志远', '陈志远')
  await form.getByRole('radio', { name: '施教机构', exact: true }).check()
  await fillDay(form, '有效期至', '2026-01-01')
  await form.getByRole('button', { name: '保存' }).click()
  const summary = form.getByRole('alert').filter({ hasText: '处需要修改' })
  await expect(summary.getByRole('listitem')).toHaveText([
    '请选择失信人名称',
    '请选择失信内容',
    '请填写事实与依据',
    '有效期至须晚于今天',
  ])
})

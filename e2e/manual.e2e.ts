import { randomInt } from 'node:crypto'
import { choosePlace } from './forms.ts'
import { demo, enterAsConfirmed, enterAsNew, inventPerson, signIn } from './people.ts'
import { attachPdf, makeDraft } from './records.ts'
import { expect, type Locator, test } from './test.ts'

/** What stands as labels in a form, in the order of reading, without the mark of a required field. */
const labelsOf = (form: Locator) =>
  form
    .locator('.field-label')
    .evaluateAll((labels) => labels.map((label) => label.firstChild?.textContent?.trim()))

const buttonsOf = async (place: Locator) =>
  (await place.locator('button:visible, a.button:visible').allInnerTexts()).map((text) =>
    text.trim(),
  )

/** The headings of a table, row by row, left to right. */
const headingsOf = async (table: Locator) => {
  const rows = await table.locator('thead tr').all()
  return Promise.all(rows.map((row) => row.getByRole('columnheader').allInnerTexts()))
}

test('3.1.1 个人注册: the fields and the button', async ({ page }) => {
  await page.goto('/register')
  await expect(page.getByRole('tab')).toHaveText(['个人用户注册', '单位用户注册'])
  const form = page.getByRole('form', { name: '个人用户注册' })
  await expect(form.getByRole('img', { name: '验证码图片' })).toBeVisible()
  expect(await labelsOf(form)).toEqual([
    '登录账号',
    '密码',
    '确认密码',
    '姓名',
    '手机号码',
    '国家/地区',
    '证件类型',
    '证件号码',
    '邮箱',
    '问题1',
    '答案',
    '问题2',
    '答案',
    '问题3',
    '答案',
    '验证码',
  ])
  const chosen = (label: string) =>
    form.getByRole('combobox', { name: label }).locator('option:checked')
  await expect(chosen('国家/地区')).toHaveText('中国')
  await expect(chosen('证件类型')).toHaveText('居民身份证(户口簿)')
  await expect(form.getByRole('combobox', { name: '证件类型' }).locator('option')).toHaveText([
    '请选择',
    '居民身份证(户口簿)',
    '香港居民身份证',
    '澳门居民身份证',
    '港澳台居民居住证',
  ])
  await expect(chosen('问题1')).toHaveText('您母亲的姓名是?')
  await expect(chosen('问题2')).toHaveText('您配偶的生日是?')
  await expect(chosen('问题3')).toHaveText('您的学号(或者工号)是?')
  await expect(form.getByText('点击图片刷新验证码')).toBeVisible()
  await expect(form.getByRole('button', { name: '注册', exact: true })).toBeVisible()
  await expect(page.getByText('公务员')).toHaveCount(0)
})

test('3.1.2 登录: the fields, the button and the ways to register', async ({ page }) => {
  for (const place of ['/', '/login']) {
    await page.goto(place)
    const form = page.getByRole('form', { name: '登录' })
    await expect(form.getByRole('img', { name: '验证码图片' })).toBeVisible()
    expect(await labelsOf(form)).toEqual(['用户名', '密码', '验证码'])
    await expect(form.getByRole('button', { name: '登录' })).toBeVisible()
    await expect(form.getByRole('link', { name: '个人注册' })).toBeVisible()
    await expect(form.getByRole('link', { name: '单位注册' })).toBeVisible()
  }
})

/** What the form asks beside the manual's fields; none of it has to be filled in. */
const notInTheManual = [
  '单位名称（尚未注册）',
  '照片（选填）',
  '其他职称（以前取得的，或其他系列的）',
  '其他学历学位',
]

test('3.2.1 人员基本信息维护: the form', async ({ page }) => {
  const person = await enterAsNew(page.request)
  await page.goto('/me/profile')
  const form = page.getByRole('form', { name: '人员基本信息维护' })
  await expect(form.getByRole('group', { name: '籍贯', exact: true })).toBeVisible()
  await expect(form.locator('dt')).toHaveText(['姓名', '性别', '公民身份号码', '出生日期'])
  await expect(form.getByRole('definition').first()).toHaveText(person.name)
  const labels = (await labelsOf(form)).filter((label) => !notInTheManual.includes(label ?? ''))
  expect(labels).toEqual([
    '民族',
    '籍贯',
    '最高学历',
    '最高学位',
    '所学专业',
    '毕业院校',
    '毕业时间',
    '参加工作时间',
    '联系电话',
    '邮箱',
    '专业技术任职资格',
    '取得资格时间',
    '专业系列',
    '从事专业',
    '邮政编码',
    '工作单位',
    '工作单位所在地',
  ])
  await expect(form.getByRole('button', { name: '保存' })).toBeVisible()
  const province = form.getByRole('group', { name: '工作单位所在地' }).getByRole('combobox').first()
  await expect(province.locator('option:checked')).toHaveText('广东省')
  await choosePlace(page, '工作单位所在地', ['广东省', '广州市', '天河区'])
})

test('3.2.1 人员基本信息维护: other documents have 证件号码, and what they do not tell is asked', async ({
  page,
}) => {
  const person = { ...inventPerson(), documentNumber: `E${randomInt(10_000_000, 100_000_000)}` }
  await enterAsNew(page.request, person, { country: 'SGP', documentType: 'passport' })
  await page.goto('/me/profile')
  const form = page.getByRole('form', { name: '人员基本信息维护' })
  await expect(form.locator('dt')).toHaveText(['姓名', '证件号码'])
  await expect(form.getByRole('definition').last()).toContainText('护照')
  expect((await labelsOf(form)).slice(0, 2)).toEqual(['性别', '出生日期'])
  await expect(form.getByText('公民身份号码')).toHaveCount(0)
})

test('3.3.1 继续教育记录申报: query, buttons and columns', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/declarations?state=all')
  const table = page.getByRole('table', { name: '继续教育记录' })
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  const query = page.getByRole('search')
  expect(await query.locator('label').allInnerTexts()).toEqual(['课程名称', '课程类型', '审核状态'])
  expect(await buttonsOf(query)).toEqual(['查询', '清空'])
  const acts = page.getByRole('main').locator('.card > .row')
  expect(await buttonsOf(acts.first())).toEqual(['添加', '删除'])
  expect(await headingsOf(table)).toEqual([
    [
      '序号',
      '课程类型',
      '课程名称',
      '学习形式',
      '施教机构',
      '学习开始时间',
      '学习结束时间',
      '拟申报学时',
      '认定学时',
      '申报记录状态',
      '审核时间',
    ],
  ])
  await expect(query.getByRole('combobox', { name: '审核状态' }).locator('option')).toHaveText([
    '全部',
    '草稿',
    '待单位审核',
    '待上级审核',
    '已退回',
    '已认定',
    '不予认定',
    '申诉中',
    '已撤销',
  ])
})

test('3.3.1 添加: the fields, 保存, 上传附件 and 送审', async ({ page, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  await page.goto('/me/declarations')
  await page.getByRole('link', { name: '添加', exact: true }).click()
  const form = page.getByRole('form', { name: '继续教育记录' })
  await expect(form.getByRole('button', { name: '保存' })).toBeVisible()
  expect(await labelsOf(form)).toEqual([
    '课程名称',
    '课程类型',
    '学习形式',
    '施教机构',
    '学习开始时间',
    '学习结束时间',
    '拟申报学时',
  ])
  expect(await buttonsOf(form.locator('.form-actions'))).toEqual(['保存', '返回列表'])

  const { id } = await makeDraft(page.request)
  await attachPdf(page.request, id, `Certificate ${id}`)
  await page.goto(`/me/declarations/${id}/edit`)
  await expect(page.getByRole('heading', { name: '附件', exact: true })).toBeVisible()
  await page.getByRole('link', { name: '检查并送审' }).click()
  await expect(page.getByRole('button', { name: '送审', exact: true })).toBeVisible()
})

test('3.3.2 培训班报名申请: the columns and the dialog 我要报名', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/classes')
  const table = page.getByRole('table', { name: '培训班' })
  const open = table.getByRole('button', { name: /^查看\/报名/ }).first()
  await expect(open).toBeVisible()
  expect(await headingsOf(table)).toEqual([
    [
      '序号',
      '培训班名称',
      '培训课程名称',
      '课程类型',
      '施教机构',
      '计划开班时间',
      '学时',
      '拟招人数',
      '已报名人数',
      '班级状态',
      '操作',
    ],
  ])
  await open.click()
  const dialog = page.getByRole('dialog', { name: '我要报名' })
  await expect(dialog.getByRole('heading', { name: '科目信息' })).toBeVisible()
  const heads = await dialog.getByRole('heading', { level: 3 }).allInnerTexts()
  expect(heads.slice(0, 4)).toEqual(['基本信息', '课程具体时间安排', '学习地点', '科目信息'])
  const basics = dialog.locator('h3:text-is("基本信息") + dl')
  await expect(basics.locator('dt')).toHaveText([
    '课程名称',
    '培训班名称',
    '培训组织形式',
    '培训天数',
    '培训班计划人数',
    '计划开班日期',
    '班主任姓名',
    '授课老师姓名',
    '考试类型',
  ])
  const [subjects = []] = await headingsOf(dialog.getByRole('table', { name: '科目信息' }))
  expect(subjects.slice(0, 2)).toEqual(['序号', '科目名称'])
  const foot = dialog.locator('.layer-foot')
  expect(await buttonsOf(foot)).toEqual(['报名', '关闭'])
  await expect(foot.getByRole('button', { name: '关闭' })).toBeInViewport({ ratio: 1 })
  const [whole, last] = await Promise.all([
    dialog.boundingBox(),
    foot.getByRole('button', { name: '关闭' }).boundingBox(),
  ])
  if (!whole || !last) throw new Error('the dialog is not drawn')
  // The lower right of the dialog.
  expect(last.x).toBeGreaterThan(whole.x + whole.width / 2)
  expect(last.y).toBeGreaterThan(whole.y + (whole.height * 3) / 4)
})

test('3.3.3 培训班报名情况查看: the columns', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/enrolments')
  await expect(page.getByRole('heading', { name: '培训班报名情况查看', level: 1 })).toBeVisible()
  const table = page.getByRole('table')
  await expect(table.getByRole('row').nth(1)).toBeVisible()
  expect(await headingsOf(table)).toEqual([
    [
      '序号',
      '培训班名称',
      '课程名称',
      '课程类型',
      '培训机构',
      '计划开班日期',
      '报名日期',
      '报名状态',
    ],
  ])
})

test('3.3.4 继续教育证书打印: query, the header of two levels, printing', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/certificates')
  const table = page.getByRole('table')
  await expect(table.getByRole('link', { name: '打印证书' }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: '查询' })).toBeVisible()
  expect(await page.getByRole('search').locator('label').allInnerTexts()).toEqual([
    '培训年度（起）',
    '培训年度（止）',
    '专业系列',
  ])
  expect(await headingsOf(table)).toEqual([
    [
      '序号',
      '培训年度',
      '专业系列',
      '公需课目',
      '专业课目',
      '个人选修课目',
      '总学时',
      '年度认证情况',
      '继续教育证书号',
      '操作',
    ],
    ['门数', '学时', '门数', '学时', '门数', '学时'],
  ])
})

test('3.3.4 打印证书 opens 在线打印', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me/certificates')
  await page.getByRole('link', { name: '打印证书' }).first().click()
  await expect(page.getByRole('heading', { name: '在线打印', level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: '在线打印' })).toBeEnabled()
})

test('3.4.1 失信信息查看: the columns', async ({ page }) => {
  await signIn(page.request, demo('institution'))
  await page.goto('/institution/integrity')
  await expect(page.getByRole('heading', { name: '失信信息查看', level: 1 })).toBeVisible()
  await signIn(page.request, { ...demo('individual'), account: 'person_08' })
  await page.goto('/me/integrity')
  const table = page.getByRole('table')
  await expect(table.getByRole('link', { name: '信息造假' })).toBeVisible()
  expect(await headingsOf(table)).toEqual([
    ['序号', '失信人类型', '失信人名称', '失信内容', '操作人', '操作时间'],
  ])
  await expect(table).toContainText(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/)
})

test('the menus have the words of the manual', async ({ page }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me')
  const menu = page.getByRole('navigation', { name: '个人业务' })
  await expect(menu.getByRole('link')).toHaveText([
    '首页',
    '人员基本信息维护',
    '工作单位',
    '继续教育记录申报',
    '培训班报名申请',
    '培训班报名情况查看',
    '继续教育证书打印',
    '免修减免申请',
    '失信信息查看',
    // How many wait to be read stands beside it.
    /^消息( ?\d+\+? .*未读)?$/,
    '账号与安全',
  ])
  await expect(menu.getByText('资料维护')).toBeVisible()
  await expect(menu.getByText('个人业务', { exact: true })).toBeVisible()
  await expect(menu.getByText('信用管理查看')).toBeVisible()
})

import { addDays } from '@xueshi/contract/year'
import { today } from './days.ts'
import { fillDay, pick } from './forms.ts'
import { demo, enterAsConfirmed, signIn } from './people.ts'
import { expect, type Page, test } from './test.ts'

const startsOn = addDays(today, 10)
const course = `岭南选修课（${startsOn.slice(0, 4)}）`

test('a class is planned, approved, opened, applied for and confirmed; a freed place goes to the next', async ({
  page,
  visit,
  clerk,
}) => {
  const name = `岭南建筑选修小班${String(Date.now()).slice(-6)}`
  const { page: office } = await visit()
  const { page: first } = await visit()
  const { page: second } = await visit()
  await signIn(page.request, demo('institution'))
  await signIn(office.request, demo('hrss.city'))
  const one = await enterAsConfirmed(first.request, clerk)
  const other = await enterAsConfirmed(second.request, clerk)

  await test.step('the institution plans it', () => plan(page, name))
  const reason = '请写明实训部分的场地安排'
  await test.step('the office finds it and returns it; the institution reads why and sends it again', async () => {
    await office.goto('/hrss/classes')
    await office.getByRole('textbox', { name: '施教机构' }).fill('继续教育中心')
    await office.getByRole('textbox', { name: '培训班名称' }).fill(name)
    await office.getByRole('button', { name: '查询' }).click()
    await office.getByRole('link', { name }).click()
    await office.getByRole('button', { name: '退回' }).click()
    await office.getByRole('dialog').getByRole('textbox', { name: '退回原因' }).fill(reason)
    await office.getByRole('dialog').getByRole('button', { name: '退回' }).click()
    await office.getByRole('combobox', { name: '班级状态' }).selectOption('已退回')
    await office.getByRole('button', { name: '查询' }).click()
    await expect(office.getByRole('link', { name })).toBeVisible()
    await page.reload()
    await expect(page.getByText(reason).first()).toBeVisible()
    await page.getByRole('button', { name: '提交审批' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '提交审批' }).click()
  })
  await test.step('the office sees what it had asked for, and approves it', async () => {
    await office.goto('/hrss/classes')
    await office.getByRole('link', { name }).click()
    await expect(office.getByText('退回过，退回原因')).toBeVisible()
    await expect(office.getByText(reason).first()).toBeVisible()
    await office.getByRole('button', { name: '批准开班' }).click()
    await office.getByRole('dialog').getByRole('button', { name: '批准开班' }).click()
    await expect(office.getByText('已批准，施教机构会收到通知')).toBeVisible()
  })
  await test.step('the institution opens it before its day', async () => {
    await page.reload()
    await page.getByRole('button', { name: '开放报名' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '开放报名' }).click()
    await expect(page.getByText('接受报名', { exact: true })).toBeVisible()
  })
  await test.step('anybody finds it', async () => {
    await office.goto(`/catalogue/classes?name=${encodeURIComponent(name)}`)
    await office.getByRole('link', { name }).click()
    await expect(office.getByRole('link', { name: '我要报名' })).toBeVisible()
  })

  await test.step('two apply for its one place', async () => {
    await apply(first, name)
    await expect(first.getByText('在您之前 0 人')).toBeVisible()
    await apply(second, name)
    await expect(second.getByText('在您之前 1 人')).toBeVisible()
  })
  await test.step('the institution confirms both: one waits', async () => {
    await page.getByRole('link', { name: '报名确认' }).last().click()
    await page.getByRole('checkbox', { name: one.name }).check()
    await page.getByRole('checkbox', { name: other.name }).check()
    await page.getByRole('button', { name: '确认录取' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '确认录取' }).click()
    await expect(page.getByText('已录取 1 人，名额已满，1 人列入候补')).toBeVisible()
    await page.getByRole('button', { name: one.name }).click()
    const file = page.getByRole('dialog', { name: '学员档案' })
    await expect(file.getByText('确认，报名成功')).toBeVisible()
    await file.getByRole('button', { name: '关闭' }).click()
  })
  await test.step('each sees where they stand', async () => {
    await second.getByRole('link', { name: '查看这次报名' }).click()
    await second.reload()
    await expect(second.getByText('候补第 1 位，班级已满')).toBeVisible()
    await first.getByRole('link', { name: '查看这次报名' }).click()
    await first.reload()
    await expect(first.getByText('报名成功', { exact: true }).first()).toBeVisible()
    const calendar = first.waitForEvent('download')
    await first.getByRole('link', { name: '下载日历文件' }).click()
    expect((await calendar).suggestedFilename()).toMatch(/\.ics$/)
  })
  await test.step('the institution takes a place away, with a reason: the next has it', async () => {
    await page.getByRole('checkbox', { name: one.name }).check()
    await page.getByRole('button', { name: '列入候补' }).click()
    const dialog = page.getByRole('dialog', { name: '列入候补 1 人' })
    await dialog.getByRole('textbox', { name: '原因' }).fill('与本单位安排冲突')
    await dialog.getByRole('button', { name: '列入候补' }).click()
    await expect(page.getByText('已办理 1 人')).toBeVisible()
    await expect(page.getByRole('row', { name: one.name })).toContainText('候补')
    await first.reload()
    await expect(first.getByText('候补第 1 位，班级已满')).toBeVisible()
    await expect(first.getByText('与本单位安排冲突').first()).toBeVisible()
  })
  await test.step('the place that one gives up is the other’s', async () => {
    await second.reload()
    await second.getByRole('button', { name: '取消报名' }).click()
    await second.getByRole('dialog').getByRole('button', { name: '取消报名' }).click()
    await expect(second.getByText('已取消报名', { exact: true }).first()).toBeVisible()
    await first.goto('/me/enrolments')
    const row = first.getByRole('row', { name }).first()
    await expect(row).toContainText('报名成功')
  })
})

async function plan(page: Page, name: string): Promise<void> {
  await page.goto('/institution/classes')
  await page.getByRole('link', { name: '新建培训班' }).click()
  const form = page.getByRole('form', { name: '培训班' })
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('alert')).toContainText('请选择培训课程名称')
  await pick(page, '培训课程名称', '岭南选修课', course)
  await expect(form.getByText('6 学时').first()).toBeVisible()
  await form.getByRole('textbox', { name: '培训班名称' }).fill(name)
  await form.getByRole('combobox', { name: '培训组织形式' }).selectOption('面授')
  await form.getByRole('textbox', { name: '拟招人数' }).fill('1')
  await form.getByRole('combobox', { name: '考试类型' }).selectOption('机试')
  await fillDay(form, '计划开班日期', startsOn)
  await fillDay(form, '结束日期', startsOn)
  await form.getByRole('textbox', { name: '培训天数' }).fill('1')
  await form.getByRole('textbox', { name: '班主任姓名' }).fill('何穗生')
  await form.getByRole('textbox', { name: '授课老师姓名', exact: true }).fill('梁志明')
  await form.getByRole('textbox', { name: '学习地点' }).fill('广州市天河区演示路 9 号')
  await form.getByRole('button', { name: '添加一节课' }).click()
  // Tomorrow: a class whose sign-up has begun is opened by the clock, which may be quicker than the story.
  await fillDay(form, '报名开始日期', addDays(today, 1))
  await form.getByLabel('报名开始时间').fill('00:00')
  await fillDay(form, '报名截止日期', addDays(startsOn, -1))
  await form.getByRole('radio', { name: '由施教机构确认' }).check()
  await form.getByRole('textbox', { name: '联系人' }).fill('何穗生')
  await form.getByRole('textbox', { name: '联系电话' }).fill('020-83330000')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.getByRole('button', { name: '提交审批' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提交审批' }).click()
  await expect(page.getByText(/正在等待.*广州市人力资源和社会保障局.*审批/)).toBeVisible()
}

/** 培训班报名申请, from the list to the page with one's place in the order. */
async function apply(page: Page, name: string): Promise<void> {
  await page.goto('/me/classes')
  await page.getByRole('textbox', { name: '培训班或课程名称' }).fill(name)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByRole('button', { name: new RegExp(`查看/报名\\s*${name}`) }).click()
  const dialog = page.getByRole('dialog', { name: '我要报名' })
  await expect(dialog.getByText('广州市天河区演示路 9 号').first()).toBeVisible()
  await expect(dialog.getByText(/对您 \d{4} 年度的作用/)).toBeVisible()
  await dialog.getByRole('button', { name: '报名', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已报名，等待确认' })).toBeVisible()
}

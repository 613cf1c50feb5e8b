import { randomInt } from 'node:crypto'
import {
  approveClass,
  changeClass,
  ClassForm,
  createClass,
  listCourseChoices,
  moveClass,
  readClass,
  submitClass,
} from '@xueshi/contract/training/classes'
import { applyForClass } from '@xueshi/contract/training/enrolments'
import { addDays, clockIn, startOf, todayIn } from '@xueshi/contract/year'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { makeJpeg, makeWord } from './files.ts'
import { letSessionsEnd } from './office.ts'
import { demo, type Desk, enterAsConfirmed, seatOf, signIn } from './people.ts'
import { expect, test } from './test.ts'

const minute = 60_000

test('a class is attended by a code that turns, judged, finished, evaluated; the hours are there', async ({
  page,
  visit,
  clerk,
}) => {
  const { page: mine } = await visit()
  const { page: officer } = await visit()
  await signIn(page.request, demo('institution'))
  await signIn(officer.request, demo('hrss.city'))
  const person = await enterAsConfirmed(mine.request, clerk)
  const institution = { request: page.request, seat: await seatOf(page.request) }
  const office = { request: officer.request, seat: await seatOf(officer.request) }
  const name = `岭南考勤选修班${randomInt(100_000, 1_000_000)}`
  const id = await openedToday(institution, office, name)
  await ask(mine.request, applyForClass, { body: { classId: id } })
  await startNow(institution, id)

  await test.step('the wall shows a code, and the phone that reads it signs in', async () => {
    await page.goto('/institution/attendance')
    await page.getByRole('link', { name }).click()
    await page.getByRole('row').nth(1).getByRole('link').click()
    await page.getByRole('link', { name: '显示签到二维码' }).click()
    const code = page.getByRole('img', { name: '签到二维码' })
    await expect(code).toBeVisible()
    await expect(page.getByText(`${name} · `)).toBeVisible()
    await expect(page.getByText('学员共 1 人')).toBeInViewport()
    await expectAccessible(page, 'sign-in code on the wall')
    const address = new URL((await code.getAttribute('data-address')) ?? '')
    await mine.goto(`${address.pathname}${address.search}`)
    await mine.getByRole('button', { name: '签到' }).click()
    await expect(mine.getByText('签到成功')).toBeVisible()
    await mine.goto(`${address.pathname}${address.search.slice(0, -1)}x`)
    await mine.getByRole('button', { name: '签到' }).click()
    await expect(mine.getByText('签到码已失效')).toBeVisible()
    await page.goBack()
    await page.reload()
    await expect(page.getByRole('row', { name: person.name })).toContainText('扫码签到')
  })
  await test.step('what was written on paper is tried and imported; the sheet to sign is printed', async () => {
    await page.getByRole('button', { name: '导入', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: '导入签到表' })
    const sheet = (mark: string) => ({
      name: '签到表.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`报名序号,姓名,考勤,更改原因\n1,${person.name},${mark}\n`),
    })
    await dialog.getByLabel('选择要导入的文件').setInputFiles(sheet('到了'))
    await expect(dialog.getByText('已上传', { exact: true })).toBeVisible()
    await dialog.getByRole('button', { name: '试运行' }).click()
    await expect(dialog.getByText('第 2 行')).toBeVisible({ timeout: 30_000 })
    await dialog.getByLabel('选择要导入的文件').setInputFiles(sheet('迟到,签到表写明九点后到'))
    await expect(dialog.getByText('已上传', { exact: true })).toBeVisible()
    await dialog.getByRole('button', { name: '导入考勤' }).click()
    await expect(page.getByText('已登记 1 人')).toBeVisible({ timeout: 30_000 })
    await dialog.getByRole('button', { name: '关闭' }).first().click()
    await expect(page.getByRole('row', { name: person.name })).toContainText('签到表导入')
    await page.getByRole('combobox', { name: `${person.name}的考勤` }).selectOption('出勤')
    await page.getByRole('button', { name: '保存 1 人' }).click()
    const asking = page.getByRole('dialog', { name: '更改 1 人的考勤' })
    await asking.getByRole('button', { name: '更改考勤' }).click()
    const reason = asking.getByRole('textbox', { name: '更改原因' })
    await expect(reason).toHaveAccessibleDescription(/请填写更改原因/)
    await reason.fill('老师证明按时到课')
    await asking.getByRole('button', { name: '更改考勤' }).click()
    await expect(page.getByText('已登记 1 人').last()).toBeVisible()
    await page.getByRole('button', { name: `查看${person.name}的考勤更改` }).click()
    const kept = page.getByRole('dialog', { name: `${person.name}的考勤更改` })
    await expect(kept).toContainText('由“迟到”改为“出勤”')
    await expect(kept).toContainText('老师证明按时到课')
    await expectAccessible(page, 'changes of a mark')
    await kept.getByRole('button', { name: '关闭' }).click()
    const paper = page.waitForEvent('download')
    await page.getByRole('button', { name: '打印签到表' }).click()
    expect((await paper).suggestedFilename()).toMatch(/^签到表-.+\.pdf$/)
  })
  await test.step('the signed sheet itself is kept as a scan; what is no scan is refused in words', async () => {
    const pick = page.getByLabel('上传附件')
    await pick.setInputFiles({
      name: '签到表.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('x'),
    })
    await expect(page.getByText('请上传 PDF、JPG、PNG 文件。')).toBeVisible()
    await page.getByRole('button', { name: '移除 签到表.txt' }).click()
    const zip = { name: '签到表.pdf', mimeType: 'application/pdf', buffer: await makeWord(name) }
    await pick.setInputFiles(zip)
    await expect(page.getByText('请上传 PDF、JPG、PNG 文件。')).toBeVisible()
    await page.getByRole('button', { name: '移除 签到表.pdf' }).click()
    const scan = { name: '第一节签到表.jpg', mimeType: 'image/jpeg', buffer: await makeJpeg(name) }
    await pick.setInputFiles(scan)
    await expect(page.getByText(/ · 已上传$/)).toBeVisible()
    await expectAccessible(page, 'a session with the scan of its sheet')
    await officer.goto(`/hrss/classes/${id}`)
    await officer.getByRole('button', { name: '查看附件 第一节签到表.jpg' }).click()
    await expect(officer.getByRole('dialog').getByRole('img')).toBeVisible()
    await expectAccessible(officer, 'the scan of a sheet at the office')
  })
  await test.step('the institution ends the training, and gives a score that fails and a make-up', async () => {
    await page.goto(`/institution/classes/${id}`)
    await expect(page.getByText('培训还在进行')).toBeVisible()
    await letSessionsEnd(id)
    await page.reload()
    await page.getByRole('button', { name: '结束培训' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '结束培训' }).click()
    await expect(page.getByText('待考核', { exact: true })).toBeVisible()
    await page.goto(`/institution/results/${id}`)
    const score = page.getByRole('textbox', { name: `${person.name}的成绩` })
    await score.fill('950')
    await page.getByRole('button', { name: '保存 1 人的成绩' }).click()
    await expect(score).toHaveAccessibleDescription('成绩须在 0 至 100 之间')
    await score.fill('91')
    await expect(page.getByRole('button', { name: '结业', exact: true })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await page.getByRole('button', { name: '保存 1 人的成绩' }).click()
    await expect(page.getByText('可以结业', { exact: true }).first()).toBeVisible()
    await page.getByRole('button', { name: new RegExp(`^改\\s*${person.name}`) }).click()
    await score.fill('51')
    await page.getByRole('button', { name: '保存 1 人的成绩' }).click()
    await expect(page.getByText('考核未合格')).toBeVisible()
    await page.getByRole('textbox', { name: `${person.name}的补考成绩` }).fill('77')
    await page.getByRole('button', { name: '保存 1 人的成绩' }).click()
    await expect(page.getByText('51 分，补考 77 分')).toBeVisible()
  })
  await test.step('it sees what finishing would do, and finishes', async () => {
    await expect(page.getByText('每人记入')).toBeVisible()
    await page.getByRole('button', { name: '结业', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '结业' }).click()
    await expect(page.getByText('已结业：合格 1 人，未合格 0 人，共记入 6 学时')).toBeVisible()
  })
  await test.step('the person has the hours, and says how it was', async () => {
    await mine.goto('/me/enrolments')
    await mine.getByRole('link', { name }).click()
    await expect(mine.getByText('已结业', { exact: true }).first()).toBeVisible()
    const form = mine.getByRole('form', { name: '评价培训班' })
    for (const label of ['课程内容', '教学水平', '组织服务'])
      await form.getByRole('combobox', { name: label }).selectOption('5')
    await form.getByRole('textbox', { name: '意见和建议' }).fill('案例很实用。')
    await form.getByRole('button', { name: '提交评价' }).click()
    await expect(mine.getByText('感谢您的评价')).toBeVisible()
    await page.reload()
    await expect(page.getByText('案例很实用。')).toBeVisible()
    await mine.goto(`/me/years/${todayIn(Date.now()).slice(0, 4)}`)
    await expect(mine.getByText(/岭南选修课/).first()).toBeVisible()
  })
  await test.step('a correction takes the hours back, with its reason', async () => {
    await page.getByRole('button', { name: new RegExp(`更正\\s*${person.name}`) }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: '更正原因' }).fill('补考由他人代考。')
    await dialog.getByRole('button', { name: '更正为未合格' }).click()
    await expect(page.getByText('已更正，并通知本人')).toBeVisible()
    await mine.goto('/me/enrolments')
    await mine.getByRole('link', { name }).click()
    await expect(mine.getByText('补考由他人代考。').first()).toBeVisible()
  })
})

/** A class of tomorrow's first hour that takes applications: first come, one session. */
async function openedToday(institution: Desk, office: Desk, name: string): Promise<string> {
  const at = ({ request, seat }: Desk) => ({ request, seat })
  const { request, seat } = at(institution)
  const startsOn = addDays(todayIn(Date.now()), 1)
  const { items } = await ask(request, listCourseChoices, { query: { search: '岭南选修课' } }, seat)
  const course = items.find(({ year }) => String(year) === startsOn.slice(0, 4))
  if (!course) throw new Error('the demo has no course of the year')
  const session = { id: null, online: false, place: null, teacher: null, subject: 1 }
  const made = await ask(
    request,
    createClass,
    {
      body: {
        courseId: course.id,
        name,
        organisation: 'faceToFace',
        days: 1,
        plan: 5,
        startsOn,
        endsOn: startsOn,
        headTeacher: '何穗生',
        teacher: '梁志明',
        exam: 'computer',
        place: '广州市天河区演示路 9 号',
        sessions: [{ ...session, on: startsOn, from: '09:00', to: '12:00' }],
        admission: { series: [], levels: [], regionCode: null, units: [], unitsOnly: false },
        signUpFromOn: addDays(startsOn, -2),
        signUpFromAt: '09:00',
        signUpToOn: startsOn,
        signUpToAt: '08:00',
        fee: '免费',
        contactName: '何穗生',
        contactPhone: '020-83330000',
        confirmation: 'first',
        attendancePercent: 80,
        passMark: 60,
        lateMinutes: 60,
      },
    },
    seat,
  )
  const params = { id: made.id }
  const sent = await ask(request, submitClass, { params, body: { version: made.version } }, seat)
  const { version } = await ask(
    office.request,
    approveClass,
    { params, body: { version: sent.version } },
    office.seat,
  )
  await ask(request, moveClass, { params, body: { version, move: 'open' } }, seat)
  return made.id
}

/** Its only session is brought forward to now, as 变更开班安排 allows, and it starts. */
async function startNow({ request, seat }: Desk, id: string): Promise<void> {
  const params = { id }
  const held = await ask(request, readClass, { params }, seat)
  const now = Date.now()
  const today = todayIn(now)
  const begin = Math.max(now - 2 * minute, startOf(today).getTime())
  const form = ClassForm.parse({
    ...held,
    startsOn: today,
    endsOn: today,
    sessions: held.sessions.map((session) => ({
      ...session,
      on: today,
      from: clockIn(begin),
      to: '23:59',
    })),
    admission: { ...held.admission, units: [] },
    signUpFromOn: addDays(today, -2),
    signUpToOn: addDays(today, -1),
  })
  const changed = await ask(
    request,
    changeClass,
    { params, body: { version: held.version, form, reason: '老师提前到课' } },
    seat,
  )
  const { version } = changed
  // The house may have started it by its own clock in between.
  const start = { params, body: { version, move: 'start' as const } }
  await ask(request, moveClass, start, seat).catch(() => undefined)
  expect((await ask(request, readClass, { params }, seat)).state).toBe('running')
}

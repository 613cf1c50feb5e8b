import {
  CourseForm,
  createCourse,
  fileCourse,
  submitCourse,
} from '@xueshi/contract/training/courses'
import { addDays } from '@xueshi/contract/year'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { demo, type Desk, seatOf, signIn } from './people.ts'
import { makeApproved, startsOn } from './teaching.ts'
import { fillDay } from './forms.ts'
import { expect, test } from './test.ts'

/** A course of the institution's own that the office has filed. */
async function filed(institution: Desk, office: Desk) {
  const form = CourseForm.parse({
    year: Number(startsOn.slice(0, 4)),
    name: `岭南停用选修课${String(Date.now()).slice(-7)}`,
    category: 'elective',
    series: null,
    levels: [],
    audience: null,
    summary: null,
    shared: false,
    subjects: [{ name: '岭南文化', hoursTenths: 60, teachers: null }],
  })
  const { request, seat } = institution
  const draft = await ask(request, createCourse, { body: form }, seat)
  const params = { id: draft.id }
  const sent = await ask(request, submitCourse, { params, body: { version: draft.version } }, seat)
  const body = { version: sent.version }
  await ask(office.request, fileCourse, { params, body }, office.seat)
  return { id: draft.id, name: form.name }
}

test('an office stops a course: the class of it that was approved does not open, and its institution reads why', async ({
  page,
  visit,
}) => {
  const { page: officer } = await visit()
  await signIn(page.request, demo('institution'))
  await signIn(officer.request, demo('hrss.city'))
  const institution = { request: page.request, seat: await seatOf(page.request) }
  const office = { request: officer.request, seat: await seatOf(officer.request) }
  const course = await filed(institution, office)
  const asked = { confirmation: 'first', courseId: course.id } as const
  const { id, name } = await makeApproved(institution, office, asked)

  await test.step('a copy of the class into a year without the course says what is missing', async () => {
    await page.goto(`/institution/classes/${id}`)
    await page.getByRole('button', { name: '复制培训班' }).click()
    const dialog = page.getByRole('dialog', { name: '复制培训班' })
    await fillDay(dialog, '新的开班日期', addDays(startsOn, 400))
    await dialog.getByRole('button', { name: '复制', exact: true }).click()
    await expect(dialog.getByText('该年度还没有已备案的同名课程').first()).toBeVisible()
    await expectAccessible(page, 'copy of a class into a year without its course')
    await dialog.getByRole('button', { name: '取消' }).click()
  })
  await test.step('the office stops the course', async () => {
    await officer.goto(`/hrss/filings/${course.id}`)
    await officer.getByRole('button', { name: '责令停用' }).click()
    const dialog = officer.getByRole('dialog', { name: '责令停用课程' })
    await expect(dialog.getByText('还没有开放报名的培训班不能再开放')).toBeVisible()
    await dialog.getByRole('textbox', { name: '停用原因' }).fill('内容已过时')
    await dialog.getByRole('button', { name: '停用' }).click()
    await expect(officer.getByText('已停用，主办单位会收到通知')).toBeVisible()
  })
  await test.step('the institution is told, and opening is refused with the reason', async () => {
    await page.getByRole('button', { name: '开放报名' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '开放报名' }).click()
    await expect(page.getByText('这个培训班的课程已停用，不能再批准或开放报名')).toBeVisible()
    await expect(page.getByText(`课程“${course.name}”已停用，这个培训班不能开放报名`)).toBeVisible()
    await expectAccessible(page, 'class of a stopped course')
    const told = page.getByText(`课程“${course.name}”已停用，培训班“${name}”不能再批准`)
    await expect(async () => {
      await page.goto('/institution/messages')
      await expect(told).toBeVisible({ timeout: 5000 })
    }).toPass({ timeout: 60_000 })
  })
})

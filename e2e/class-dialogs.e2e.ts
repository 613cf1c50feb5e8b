import { moveClass, readClass } from '@xueshi/contract/training/classes'
import { decideEnrolments } from '@xueshi/contract/training/confirmations'
import { searchUnits } from '@xueshi/contract/orgs'
import { applyForClass } from '@xueshi/contract/training/enrolments'
import { addDays } from '@xueshi/contract/year'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { today } from './days.ts'
import { letSignUpEnd } from './office.ts'
import { press, skipMenus, type } from './keys.ts'
import { demo, enterAsConfirmed, seatOf, signIn } from './people.ts'
import { makeApproved, openNow } from './teaching.ts'
import { expect, type Page, test } from './test.ts'

type Answer = { id: string; name: string }

/** The button by the keyboard, and the dialog that it opens, held against the rules of access. */
async function openDialog(page: Page, button: string, title: string | RegExp) {
  await press(page, page.getByRole('button', { name: button }))
  const dialog = page.getByRole('dialog', { name: title })
  await expect(dialog).toBeVisible()
  await expectAccessible(page, `dialog of ${button}`)
  return dialog
}

test('what a desk asks before it acts on a class, by keyboard: fill, resize, message, change, reopen, cancel', async ({
  page,
  visit,
  clerk,
}) => {
  const { page: officer } = await visit()
  await signIn(page.request, demo('institution'))
  await signIn(officer.request, demo('hrss.city'))
  const institution = { request: page.request, seat: await seatOf(page.request) }
  const office = { request: officer.request, seat: await seatOf(officer.request) }
  const { items } = await ask(page.request, searchUnits, { query: { search: '天河云山医院' } })
  const units = items.slice(0, 1).map((unit) => ({ unitId: unit.id, kept: 0 }))
  const { id, name } = await makeApproved(institution, office, { confirmation: 'hand', units })
  await openNow(institution, id)
  const trainees: Answer[] = []
  for (let at = 0; at < 3; at += 1) {
    const { page: theirs } = await visit()
    const person = await enterAsConfirmed(theirs.request, clerk)
    const mine = await ask(theirs.request, applyForClass, { body: { classId: id } })
    trainees.push({ id: mine.id, name: person.name })
  }
  const [first, second, third] = trainees
  const desk = `/institution/enrolments/${id}`

  await test.step('按顺序录取至满', async () => {
    await page.goto(desk)
    await expect(page.getByRole('row', { name: first?.name ?? '' })).toBeVisible()
    await skipMenus(page)
    const dialog = await openDialog(page, '按顺序录取至满（1 人）', '按顺序录取 1 人？')
    await press(page, dialog.getByRole('button', { name: '录取', exact: true }))
    await expect(page.getByText('已按顺序录取 1 人')).toBeVisible()
    await expect(page.getByRole('row', { name: first?.name ?? '' })).toContainText('报名成功')
  })

  await test.step('调整招生人数: who comes in is named before, and nobody else is touched', async () => {
    const ids = [second?.id ?? '', third?.id ?? '']
    const body = { decision: 'wait', ids, reason: null } as const
    await ask(page.request, decideEnrolments, { params: { id }, body }, institution.seat)
    await page.reload()
    await expect(page.getByRole('row', { name: second?.name ?? '' })).toContainText('候补')
    await skipMenus(page)
    await press(page, page.getByRole('button', { name: '调整招生人数' }))
    const dialog = page.getByRole('dialog', { name: '调整招生人数' })
    await expect(dialog.getByText('调整后没有人由候补转为录取')).toBeVisible()
    const plan = dialog.getByRole('textbox', { name: '拟招人数' })
    if (!(await plan.evaluate('(field) => field === document.activeElement')))
      await type(page, plan, '')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('2')
    await expect(dialog.getByText('调整后 1 人由候补转为录取，并通知本人')).toBeVisible()
    await expect(dialog.getByText('已录取的 1 人不受影响；1 人继续候补')).toBeVisible()
    await expect(dialog.getByRole('row', { name: second?.name ?? '' })).toBeVisible()
    await expect(dialog.getByText(third?.name ?? '')).toHaveCount(0)
    await expectAccessible(page, 'dialog of 调整招生人数')
    await press(page, dialog.getByRole('button', { name: '调整', exact: true }))
    await expect(page.getByText('已调整招生人数')).toBeVisible()
    await expect(page.getByRole('row', { name: second?.name ?? '' })).toContainText('报名成功')
    await expect(page.getByRole('row', { name: third?.name ?? '' })).toContainText('候补')
  })

  await test.step('places kept for a unit: what that does is said, and until when they are kept', async () => {
    await page.getByRole('button', { name: '调整招生人数' }).click()
    const dialog = page.getByRole('dialog', { name: '调整招生人数' })
    await dialog.getByRole('textbox', { name: '拟招人数' }).fill('4')
    await dialog.getByRole('textbox', { name: /^为“天河云山医院/ }).fill('2')
    await expect(dialog.getByText('调整后没有人由候补转为录取')).toBeVisible()
    await expect(dialog.getByText('还有 2 个空余名额，其中 2 个为指定单位保留')).toBeVisible()
    await dialog.getByRole('button', { name: '调整', exact: true }).click()
    await expect(page.getByText(/2 个，其中 2 个为指定单位保留至/)).toBeVisible()
  })

  await test.step('通知学员', async () => {
    await page.goto(`/institution/classes/${id}`)
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(
      page.getByText(/保留至报名截止（.*届时该单位没有人报名的名额不再保留/),
    ).toBeVisible()
    await skipMenus(page)
    const dialog = await openDialog(page, '通知学员', '通知学员')
    await type(page, dialog.getByRole('textbox', { name: '通知内容' }), '请携带身份证。')
    await press(page, dialog.getByRole('button', { name: '发送' }))
    await expect(page.getByText('已发送')).toBeVisible()
    await expect(page.getByText('请携带身份证。')).toBeVisible()
  })

  await test.step('变更开班安排, with its reason', async () => {
    await page.goto(`/institution/classes/${id}/change`)
    const form = page.getByRole('form', { name: '培训班' })
    await expect(form.getByRole('textbox', { name: '学习地点' })).toBeVisible()
    await skipMenus(page)
    await type(page, form.getByRole('textbox', { name: '学习地点' }), '线上二')
    await type(page, form.getByRole('textbox', { name: '变更原因' }), '平台维护')
    await press(page, form.getByRole('button', { name: '保存变更' }))
    await expect(page.getByText('已变更，并通知已报名的学员和批准的部门')).toBeVisible()
    await expect(page.getByText(/原因：平台维护/)).toBeVisible()
  })

  await test.step('停止报名 and 重新开放报名', async () => {
    const stop = await openDialog(page, '停止报名', '停止报名？')
    await press(page, stop.getByRole('button', { name: '停止报名' }))
    await expect(page.getByText('停止报名', { exact: true }).first()).toBeVisible()
    await expect(page.getByText('已停止报名')).toBeVisible()
    const reopen = await openDialog(page, '重新开放报名', '重新开放报名？')
    await press(page, reopen.getByRole('button', { name: '重新开放报名' }))
    await expect(page.getByText('接受报名', { exact: true })).toBeVisible()
  })

  await test.step('重新开放报名 once sign-up is over: until when is asked anew', async () => {
    const { version } = await ask(page.request, readClass, { params: { id } }, institution.seat)
    const body = { version, move: 'close' } as const
    await ask(page.request, moveClass, { params: { id }, body }, institution.seat)
    await letSignUpEnd(id)
    await page.reload()
    await expect(page.getByRole('button', { name: '重新开放报名' })).toBeVisible()
    await skipMenus(page)
    const dialog = await openDialog(page, '重新开放报名', '重新开放报名？')
    const day = dialog
      .getByRole('group', { name: '新的报名截止日期' })
      .getByRole('spinbutton')
      .first()
    await type(page, day, addDays(today, 8).replaceAll('-', ''))
    await press(page, dialog.getByRole('button', { name: '重新开放报名' }))
    await expect(page.getByText('接受报名', { exact: true })).toBeVisible()
    await expect(page.getByText(new RegExp(`报名截止：${addDays(today, 8)}`))).toBeVisible()
  })

  await test.step('取消培训班, with its reason', async () => {
    const dialog = await openDialog(page, '取消培训班', '取消培训班')
    await expect(dialog.getByText('已报名的 3 人的报名同时取消')).toBeVisible()
    await expect(dialog.getByRole('textbox', { name: '取消原因' })).toBeFocused()
    await page.keyboard.type('场地不能使用')
    await press(page, dialog.getByRole('button', { name: '取消培训班' }))
    await expect(page.getByText('这个培训班已取消')).toBeVisible()
    const held = await ask(page.request, readClass, { params: { id } }, institution.seat)
    expect([held.state, held.places.applied]).toEqual(['cancelled', 0])
  })
})

test('抽签 by keyboard: what it does is said before, and its seed is shown after', async ({
  page,
  visit,
  clerk,
}) => {
  const { page: officer } = await visit()
  await signIn(page.request, demo('institution'))
  await signIn(officer.request, demo('hrss.city'))
  const institution = { request: page.request, seat: await seatOf(page.request) }
  const office = { request: officer.request, seat: await seatOf(officer.request) }
  const { id } = await makeApproved(institution, office, { confirmation: 'draw' })
  await openNow(institution, id)
  for (let at = 0; at < 2; at += 1) {
    const { page: theirs } = await visit()
    await enterAsConfirmed(theirs.request, clerk)
    await ask(theirs.request, applyForClass, { body: { classId: id } })
  }
  const { version } = await ask(page.request, readClass, { params: { id } }, institution.seat)
  const body = { version, move: 'close' } as const
  await ask(page.request, moveClass, { params: { id }, body }, institution.seat)

  await page.goto(`/institution/enrolments/${id}`)
  await expect(page.getByText('抽签后公布')).toBeVisible()
  await skipMenus(page)
  const dialog = await openDialog(page, '抽签', '现在抽签？')
  await expect(dialog.getByText('2 人参加，1 个名额。')).toBeVisible()
  await press(page, dialog.getByRole('button', { name: '抽签' }))
  await expect(page.getByText('已抽签，结果已通知所有人')).toBeVisible()
  await expect(page.getByText('抽签后公布')).toHaveCount(0)
  await expect(page.getByRole('button', { name: '抽签', exact: true })).toHaveCount(0)
  const rows = page.getByRole('row')
  await expect(rows.filter({ hasText: '报名成功' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '候补' })).toHaveCount(1)
})

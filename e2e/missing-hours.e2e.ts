import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { choosePlace } from './forms.ts'
import { press, skipMenus, tabTo, textbox, type } from './keys.ts'
import { demo, enterAsConfirmed, enterAsNew, sendProfile, signIn } from './people.ts'
import { sendRecord } from './records.ts'
import { expect, test } from './test.ts'

test('hours are missing: looked for, filed with the unit, answered there, accepted, by keyboard alone', async ({
  page,
  clerk,
  visit,
}) => {
  test.setTimeout(180_000)
  const person = await enterAsConfirmed(page.request, clerk)

  await test.step('the person sees that the system has nothing, and says what is missing', async () => {
    await page.goto('/me')
    await page.getByRole('link', { name: '缺失学时', exact: true }).click()
    await expect(page.getByText('系统中没有这一年的记录')).toBeVisible()
    const form = page.getByRole('form', { name: '填写缺失的学时' })
    const send = form.getByRole('button', { name: '提交', exact: true })
    await expectAccessible(page, 'looking for missing hours')
    await press(page, send)
    await expect(form.getByRole('alert').first()).toContainText('处需要修改')
    await expect(form.getByRole('alert').first()).toBeFocused()
    const taught = form.getByRole('radio', { name: '参加过的培训班' })
    await tabTo(page, taught)
    await page.keyboard.press('Space')
    await expect(form.getByRole('combobox', { name: '施教机构或平台' })).toBeVisible()
    await expectAccessible(page, 'looking for missing hours, with an error summary')
    const byUnit = form.getByRole('radio', { name: '应由单位申报或确认的学时' })
    for (const _ of ['platform', 'unit']) await page.keyboard.press('ArrowDown')
    await expect(byUnit).toBeChecked()
    await expect(byUnit).toBeFocused()
    await type(page, textbox(page, '课程或培训班名称'), '班组安全培训')
    await type(page, form.getByRole('textbox', { name: '学时' }), '16')
    await type(page, textbox(page, '情况说明'), '三月由单位组织，签到表在人事部门。')
    await press(page, send)
    await expect(page.getByText('待答复', { exact: true })).toBeVisible()
    await expect(page.getByText('系统中没有找到对应的记录')).toBeVisible()
    await expectAccessible(page, 'a claim that waits')
  })

  const { page: desk } = await visit()
  await test.step('the unit finds it among what is to do, and answers', async () => {
    await signIn(desk.request, demo('employer.clerk'))
    await desk.goto('/employer')
    await desk.getByRole('row', { name: '等待答复的缺失学时' }).getByRole('link').click()
    await expect(desk.getByRole('heading', { name: '缺失学时', level: 1 })).toBeVisible()
    const row = desk.getByRole('row', { name: person.name })
    await expect(row).toBeVisible()
    await expectAccessible(desk, 'missing hours at a desk')
    await row.getByRole('link', { name: '班组安全培训' }).click()
    const form = desk.getByRole('form', { name: '答复' })
    const answer = form.getByRole('button', { name: '答复', exact: true })
    await press(desk, answer)
    await expect(form.getByRole('alert').first()).toContainText('处需要修改')
    await expectAccessible(desk, 'answering, with an error summary')
    await tabTo(desk, form.getByRole('radio', { name: '已处理' }))
    await desk.keyboard.press('Space')
    await type(desk, textbox(desk, '答复内容'), '已通过批量申报补报。')
    const pass = form.getByRole('button', { name: '转人社部门' })
    await press(desk, pass)
    const dialog = desk.getByRole('dialog', { name: '转人社部门' })
    await expect(dialog.getByRole('textbox', { name: '转办原因' })).toBeFocused()
    await expectAccessible(desk, 'passing a claim on')
    await desk.keyboard.press('Escape')
    await expect(pass).toBeFocused()
    await press(desk, answer, 'Shift+Tab')
    await expect(desk.getByText('已答复', { exact: true })).toBeVisible()
    // The form is gone with its button.
    const heading = `${person.name}：班组安全培训`
    await expect(desk.getByRole('heading', { name: heading, level: 1 })).toBeFocused()
  })

  await test.step('the person is told, reads the answer and accepts it', async () => {
    await page.goto('/me')
    await page.getByRole('row', { name: '已经答复的缺失学时' }).getByRole('link').click()
    await page.getByRole('link', { name: '班组安全培训' }).click()
    await expect(page.getByText('已通过批量申报补报。').first()).toBeVisible()
    await expectAccessible(page, 'a claim that was answered')
    const refuse = page.getByRole('button', { name: '不认可答复' })
    await press(page, refuse)
    const reason = page.getByRole('dialog').getByRole('textbox', { name: '理由' })
    await expect(reason).toBeFocused()
    await expectAccessible(page, 'not accepting an answer')
    await page.keyboard.press('Escape')
    await expect(refuse).toBeFocused()
    await press(page, page.getByRole('button', { name: '确认已解决' }), 'Shift+Tab')
    await expect(page.getByText('已解决', { exact: true })).toBeVisible()
    await expect(page.getByRole('heading', { name: '班组安全培训', level: 1 })).toBeFocused()
    await page.getByRole('link', { name: '反映过的缺失学时' }).click()
    await expect(page.getByRole('row', { name: '班组安全培训' })).toContainText('已解决')
  })

  await test.step('what waits at somebody else is asked for where it was found', async () => {
    await sendRecord(page.request, { name: '数控机床新技术研修' })
    await page.goto(`/me/missing-hours/new?year=${studiedYear}`)
    const ask = page.getByRole('button', { name: /办理：数控机床新技术研修$/ })
    await expect(ask).toBeVisible()
    await skipMenus(page)
    await press(page, ask)
    const dialog = page.getByRole('dialog')
    await press(page, dialog.getByRole('button', { name: '提交', exact: true }))
    await expect(dialog.getByRole('alert').first()).toBeFocused()
    await expectAccessible(page, 'asking the one who holds a record')
    await page.keyboard.press('Escape')
    await expect(ask).toBeFocused()
    await page.keyboard.press('Enter')
    await type(page, dialog.getByRole('textbox', { name: '情况说明' }), '已送审，请尽快审核。')
    await press(page, dialog.getByRole('button', { name: '提交', exact: true }))
    await expect(page.getByText('待答复', { exact: true })).toBeVisible()
    await press(page, page.getByRole('button', { name: '撤回' }))
    await press(page, dialog.getByRole('button', { name: '撤回' }))
    await expect(page.getByText('已撤回', { exact: true }).first()).toBeVisible()
    await expect(page.getByRole('heading', { name: '数控机床新技术研修', level: 1 })).toBeFocused()
  })
})

test('whoever has no employer yet asks the HR&SS office of the place that they name, and sees until when it answers', async ({
  page,
}) => {
  await sendProfile(page.request, await enterAsNew(page.request))
  await page.goto('/me/missing-hours/new')
  const form = page.getByRole('form', { name: '填写缺失的学时' })
  await form.getByRole('radio', { name: '往年的学时（旧系统或纸质证书）' }).check()
  await choosePlace(page, '受理地区', ['广东省', '广州市', '天河区'])
  await form.getByRole('textbox', { name: '课程或培训班名称' }).fill('岗位进修')
  await form.getByRole('textbox', { name: '情况说明' }).fill('二〇一五年的证书在手，系统中没有。')
  await expectAccessible(page, 'missing hours without an employer')
  await form.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('待答复', { exact: true })).toBeVisible()
  await expect(page.getByText(/^\d{4}-\d{2}-\d{2}，逾期转.+办理$/)).toBeVisible()
  await expectAccessible(page, 'a claim with its deadline')
})

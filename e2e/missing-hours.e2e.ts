import { expectAccessible } from './axe.ts'
import { demo, enterAsConfirmed, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('hours are missing: looked for, filed with the unit, answered there, accepted', async ({
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
    await form.getByRole('button', { name: '提交', exact: true }).click()
    await expect(form.getByRole('alert').first()).toContainText('处需要修改')
    await form.getByRole('radio', { name: '参加过的培训班' }).check()
    await expect(form.getByRole('combobox', { name: '施教机构或平台' })).toBeVisible()
    await expectAccessible(page, 'looking for missing hours, with an error summary')
    await form.getByRole('radio', { name: '应由单位申报或确认的学时' }).check()
    await form.getByRole('textbox', { name: '课程或培训班名称' }).fill('班组安全培训')
    await form.getByRole('textbox', { name: '学时' }).fill('16')
    await form.getByRole('textbox', { name: '情况说明' }).fill('三月由单位组织，签到表在人事部门。')
    await form.getByRole('button', { name: '提交', exact: true }).click()
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
    await form.getByRole('button', { name: '答复', exact: true }).click()
    await expect(form.getByRole('alert').first()).toContainText('处需要修改')
    await expectAccessible(desk, 'answering, with an error summary')
    await form.getByRole('radio', { name: '已处理' }).check()
    await form.getByRole('textbox', { name: '答复内容' }).fill('已通过批量申报补报。')
    await form.getByRole('button', { name: '答复', exact: true }).click()
    await expect(desk.getByText('已答复', { exact: true })).toBeVisible()
  })

  await test.step('the person is told, reads the answer and accepts it', async () => {
    await page.goto('/me')
    await page.getByRole('row', { name: '已经答复的缺失学时' }).getByRole('link').click()
    await page.getByRole('link', { name: '班组安全培训' }).click()
    await expect(page.getByText('已通过批量申报补报。').first()).toBeVisible()
    await expectAccessible(page, 'a claim that was answered')
    await page.getByRole('button', { name: '确认已解决' }).click()
    await expect(page.getByText('已解决', { exact: true })).toBeVisible()
    await page.getByRole('link', { name: '反映过的缺失学时' }).click()
    await expect(page.getByRole('row', { name: '班组安全培训' })).toContainText('已解决')
  })
})

import { expectAccessible } from './axe.ts'
import { studiedYear } from './days.ts'
import { makePdf } from './files.ts'
import { fillDay } from './forms.ts'
import { demo, enterAsConfirmed, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('three months of sick leave: applied for, agreed to, granted, and the year asks less until it is revoked', async ({
  page,
  clerk,
  visit,
}) => {
  test.setTimeout(120_000)
  const person = await enterAsConfirmed(page.request, clerk)
  const { page: employer } = await visit()
  const { page: office } = await visit()
  await signIn(employer.request, demo('employer.clerk'))
  await signIn(office.request, demo('hrss.county'))

  await test.step('the person fills the form, and is told what is missing', async () => {
    await page.goto('/me')
    await page.getByRole('link', { name: '免修减免申请' }).click()
    const add = page.getByRole('link', { name: '添加' })
    const form = page.getByRole('form', { name: '免修减免申请' })
    const words = form.getByRole('textbox', { name: '情况说明' })
    await add.click()
    await words.fill('不申请了')
    await form.getByRole('button', { name: '取消' }).click()
    await add.click()
    await expect(words).toHaveValue('')
    await form.getByRole('button', { name: '保存' }).click()
    await expect(form.getByRole('alert')).toContainText('处需要修改')
    await expectAccessible(page, 'an application with its error summary')
    await form.getByRole('textbox', { name: '年度' }).fill(String(studiedYear))
    await form.getByRole('combobox', { name: '事由' }).selectOption('病假')
    await form.getByRole('radio', { name: '按月减免' }).check()
    await fillDay(form, '开始日期', `${studiedYear}-03-01`)
    await fillDay(form, '结束日期', `${studiedYear}-05-31`)
    await words.fill('住院治疗三个月。')
    await form.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已保存，请上传证明材料后送审').first()).toBeVisible()
  })
  await test.step('without evidence it is not sent; with it, it goes to the employer', async () => {
    const send = page.getByRole('button', { name: '送审' })
    await expect(send).toHaveAccessibleDescription('请先上传证明材料')
    await page.locator('input[type=file]').setInputFiles({
      name: '诊断证明.pdf',
      mimeType: 'application/pdf',
      buffer: makePdf('Leave'),
    })
    await expect(page.getByText('诊断证明.pdf').first()).toBeVisible()
    await expect(page.getByText(/已上传$/).first()).toBeVisible()
    await send.click()
    await expect(page.getByText('已送审，等待单位审核').first()).toBeVisible()
    await expectAccessible(page, 'an application under review')
  })
  await test.step('the employer agrees', async () => {
    await employer.goto('/employer/exemptions')
    await expectAccessible(employer, 'the applications at an employer')
    await employer.getByRole('link', { name: person.name }).click()
    await employer.getByRole('button', { name: '同意并报人社部门' }).click()
    await employer.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
    await expect(employer.getByText('已同意，等待人社部门决定').first()).toBeVisible()
  })
  await test.step('the office grants what the days come to', async () => {
    await office.goto('/hrss')
    await office.getByRole('link', { name: '免修减免', exact: true }).click()
    await office.getByRole('link', { name: person.name }).click()
    await office.getByRole('button', { name: '批准', exact: true }).click()
    const dialog = office.getByRole('dialog', { name: '批准免修减免' })
    await expect(dialog.getByRole('textbox', { name: '减免月数' })).toHaveValue('3')
    await expectAccessible(office, 'granting')
    await dialog.getByRole('button', { name: '批准' }).click()
    await expect(office.getByText('已批准，该年度的要求已调整').first()).toBeVisible()
    await page.goto(`/me/years/${studiedYear}`)
    // Nine twelfths of ninety.
    await expect(page.getByText('67.5').first()).toBeVisible()
  })
  await test.step('revoked, the year asks what it asked before', async () => {
    await office.getByRole('button', { name: '撤销', exact: true }).click()
    const dialog = office.getByRole('dialog', { name: '撤销免修减免' })
    await dialog.getByRole('textbox', { name: '原因' }).fill('证明材料不属于本人。')
    await dialog.getByRole('button', { name: '撤销' }).click()
    await expect(dialog).toBeHidden()
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(String(studiedYear))
    await expect(page.getByText('67.5')).toHaveCount(0)
    await page.goto('/me/exemptions')
    await expect(page.getByRole('row', { name: String(studiedYear) })).toContainText('已撤销')
  })
})

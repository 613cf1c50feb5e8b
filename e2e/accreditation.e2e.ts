import { randomInt } from 'node:crypto'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { expectAccessible } from './axe.ts'
import { makeJpeg } from './files.ts'
import { openUnit } from './office.ts'
import { demo, enterAsNew, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a unit applies to teach, its city looks at it, the province approves, and everybody finds it', async ({
  page,
  visit,
}) => {
  test.setTimeout(150_000)
  const number = randomInt(10_000, 100_000)
  const unit = {
    name: `天河丹霞培训${number}学校`,
    code: inventedCreditCode('52', '440106', number),
  }
  const { page: city } = await visit()
  const { page: province } = await visit()
  const manager = await enterAsNew(page.request)
  await openUnit(unit, [{ accountName: manager.accountName, level: 'manager' }])
  await signIn(city.request, demo('hrss.city'))
  await signIn(province.request, demo('hrss.province'))

  await test.step('the manager applies from the unit’s page', async () => {
    await page.goto('/employer/unit')
    await page.getByRole('link', { name: '施教机构资质' }).click()
    await expect(page.getByText('本单位还没有有效的施教机构资质')).toBeVisible()
    await expectAccessible(page, 'a unit without an accreditation')
    await page.getByRole('button', { name: '申请施教机构资质' }).click()
    const form = page.getByRole('form', { name: '申请施教机构资质' })
    await form.getByRole('button', { name: '提交申请' }).click()
    await expect(form.getByRole('alert')).toContainText('处需要修改')
    await expectAccessible(page, 'applying to teach, with its error summary')
    await form.getByRole('checkbox', { name: '专业课' }).check()
    await form.getByRole('checkbox', { name: '工程技术' }).check()
    await form.getByRole('textbox', { name: '培训地点' }).fill('天河区云杉路 18 号')
    await form.getByRole('textbox', { name: '专兼职教师' }).fill('12')
    await form.getByRole('textbox', { name: '同时培训规模' }).fill('120')
    await form
      .getByRole('textbox', { name: '办学条件' })
      .fill('教室三间，专职教师十二人，制度齐全。')
    const chooser = page.waitForEvent('filechooser')
    await form.getByRole('button', { name: '上传证明材料' }).click()
    const buffer = await makeJpeg(unit.code)
    await (await chooser).setFiles({ name: '场地证明.jpg', mimeType: 'image/jpeg', buffer })
    await expect(form.getByRole('button', { name: '删除附件 场地证明.jpg' })).toBeVisible()
    await form.getByRole('button', { name: '提交申请' }).click()
    await expect(page.getByText('待市级初审')).toBeVisible()
    await expectAccessible(page, 'an application that waits')
  })
  await test.step('the city looks at it', async () => {
    await city.goto('/hrss/accreditations')
    await expectAccessible(city, 'the queue of accreditations')
    await city.getByRole('link', { name: `查看 ${unit.name} 的资质` }).click()
    await expect(city.getByRole('img', { name: /场地证明/ })).toBeVisible()
    await expectAccessible(city, 'reviewing an accreditation')
    await city.getByRole('button', { name: '初审通过' }).click()
    const form = city.getByRole('form', { name: '初审通过' })
    await form.getByRole('textbox', { name: '初审意见' }).fill('场地、师资属实。')
    await form.getByRole('button', { name: '初审通过' }).click()
    await expect(city.getByText('待省级批准')).toBeVisible()
  })
  await test.step('the province approves it for three years', async () => {
    await province.goto('/hrss/accreditations')
    await province.getByRole('link', { name: `查看 ${unit.name} 的资质` }).click()
    await province.getByRole('button', { name: '批准' }).click()
    const form = province.getByRole('form', { name: '批准' })
    await expectAccessible(province, 'approving an accreditation')
    await form.getByRole('button', { name: '批准' }).click()
    await expect(province.getByText('有效', { exact: true })).toBeVisible()
    await expectAccessible(province, 'an accreditation in force')
  })
  await test.step('its manager changes to the portal of institutions, and everybody finds it', async () => {
    await page.goto('/institution/accreditation')
    await expect(page.getByText('有效', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: manager.name }).click()
    await page.getByRole('menuitem', { name: '单位业务' }).click()
    await expect(page).toHaveURL('/employer')
    const { page: visitor } = await visit()
    await visitor.goto('/')
    await visitor.goto(`/institutions?search=${encodeURIComponent(unit.name)}`)
    await expect(visitor.getByRole('row', { name: unit.name })).toContainText('工程技术')
    await expectAccessible(visitor, 'the directory of institutions')
  })
})

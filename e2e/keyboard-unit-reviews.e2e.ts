import { expectAccessible } from './axe.ts'
import { expectRefused, press, skipMenus, tabTo, textbox, type } from './keys.ts'
import {
  agree,
  applyToTeach,
  askToBeCalled,
  button,
  decide,
  enterAsManager,
  enterAtOffice,
  inDialog,
} from './managing.ts'
import { expect, type Page, test } from './test.ts'

test('a change of a unit is refused, asked for again and agreed to, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: office } = await visit()
  const { name } = await enterAsManager(page)
  await enterAtOffice(office, 'hrss.county')
  const renamed = `${name.slice(0, -4)}股份公司`
  const askAndOpen = async () => {
    await page.goto('/employer/unit')
    await expect(button(page, '申请变更')).toBeVisible()
    await skipMenus(page)
    await press(page, button(page, '申请变更'))
    await askToBeCalled(page, renamed)
    await office.goto('/hrss/units/changes')
    const row = office.getByRole('link', { name: `审核 ${name} 的变更` })
    await expect(row).toBeVisible()
    await row.press('Enter')
    await expect(button(office, '同意变更')).toBeVisible()
  }
  await askAndOpen()
  await decide(office, {
    verb: '不同意',
    title: '不同意变更',
    label: '不同意的原因',
    words: '请上传变更后的营业执照。',
  })
  await expect(office.getByText('没有同意变更，单位会看到原因').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('原因：请上传变更后的营业执照。').first()).toBeVisible()

  await askAndOpen()
  await agree(office, { verb: '同意变更', title: '同意这项变更？' })
  await expect(office.getByText('已同意变更').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText(renamed).first()).toBeVisible()
})

test('an application to teach is returned, mended, passed, approved, suspended, restored and revoked, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: city } = await visit()
  const { page: province } = await visit()
  const { name } = await enterAsManager(page)
  await enterAtOffice(city, 'hrss.city')
  await enterAtOffice(province, 'hrss.province')
  const openAt = async (office: Page) => {
    await office.goto(`/hrss/accreditations?search=${encodeURIComponent(name)}`)
    const row = office.getByRole('link', { name: `查看 ${name} 的资质` })
    await expect(row).toBeVisible()
    await row.press('Enter')
    await expect(office.getByRole('heading', { name: `机构资质：${name}` })).toBeFocused()
  }
  await test.step('the city returns it', async () => {
    await page.goto('/employer/accreditation')
    await expect(button(page, '申请施教机构资质')).toBeVisible()
    await skipMenus(page)
    await press(page, button(page, '申请施教机构资质'))
    await applyToTeach(page)
    await openAt(city)
    const words = '请补充师资名册。'
    await decide(city, { verb: '退回', title: '退回机构资质', label: '退回原因', words })
  })
  await test.step('the unit mends it', async () => {
    await page.reload()
    await expect(page.getByText('原因：请补充师资名册。')).toBeVisible()
    await skipMenus(page)
    await press(page, button(page, '修改申请'))
    const form = page.getByRole('form', { name: '申请施教机构资质' })
    await expect(textbox(form, '培训地点')).toHaveValue('天河区云杉路 18 号')
    await expectAccessible(page, 'mending an application to teach')
    await type(page, textbox(form, '专兼职教师'), '15')
    await press(page, button(form, '提交申请'))
    await expect(page.getByText('待市级初审')).toBeVisible()
  })
  await test.step('the city passes it', async () => {
    await openAt(city)
    const words = '场地、师资属实。'
    await decide(city, { verb: '初审通过', title: '初审通过机构资质', label: '初审意见', words })
    await expect(city.getByText('待省级批准')).toBeVisible()
  })
  await test.step('the province approves it until a day, and suspends it', async () => {
    await openAt(province)
    await press(province, button(province, '批准'))
    const dialog = inDialog(province, '批准机构资质')
    await expect(dialog).toBeVisible()
    const year = dialog.getByRole('spinbutton').first()
    await tabTo(province, year)
    for (const _ of '2029') await province.keyboard.press('Backspace')
    await expect(year).toHaveAttribute('aria-valuetext', '空')
    await press(province, button(dialog, '批准'))
    await expectRefused(dialog)
    await expectAccessible(province, 'approving an accreditation, refused')
    const { today } = await province.evaluate<{ today: string }>(
      `fetch('/api/session').then((answer) => answer.json()).then(({ site }) => site)`,
    )
    await tabTo(province, year)
    await province.keyboard.type(`${Number(today.slice(0, 4)) + 2}0630`)
    await press(province, button(dialog, '批准'))
    await expect(province.getByText('有效', { exact: true })).toBeVisible()
    const words = '群众举报属实。'
    await decide(province, { verb: '暂停', title: '暂停机构资质', label: '暂停原因', words })
    await expect(province.getByText('已暂停', { exact: true })).toBeVisible()
  })
  await test.step('the province restores and revokes it', async () => {
    for (const [verb, title, label, words, state] of [
      ['恢复', '恢复机构资质', '恢复说明', '已经整改。', '有效'],
      ['撤销', '撤销机构资质', '撤销原因', '整改后再次违规。', '已撤销'],
    ] as const) {
      await decide(province, { verb, title, label, words })
      await expect(province.getByText(state, { exact: true })).toBeVisible()
    }
    await expectAccessible(province, 'a revoked accreditation')
    await page.reload()
    await expect(page.getByText('整改后再次违规。')).toBeVisible()
  })
})

test('an application to teach is refused for good, by keyboard alone', async ({ page, visit }) => {
  const { page: city } = await visit()
  const { name } = await enterAsManager(page)
  await enterAtOffice(city, 'hrss.city')
  await page.goto('/employer/accreditation')
  await expect(button(page, '申请施教机构资质')).toBeVisible()
  await skipMenus(page)
  await press(page, button(page, '申请施教机构资质'))
  await applyToTeach(page)
  await city.goto(`/hrss/accreditations?search=${encodeURIComponent(name)}`)
  const row = city.getByRole('link', { name: `查看 ${name} 的资质` })
  await expect(row).toBeVisible()
  await row.press('Enter')
  await expect(city.getByRole('heading', { name: `机构资质：${name}` })).toBeFocused()
  await decide(city, {
    verb: '不予认定',
    title: '不予认定机构资质',
    label: '不予认定的原因',
    words: '没有自有场地。',
  })
  await expect(city.getByText('机构会收到通知')).toBeVisible()
  await page.reload()
  await expect(page.getByText('没有自有场地。')).toBeVisible()
  await expectAccessible(page, 'an application that was refused')
  await expect(button(page, '申请施教机构资质')).toBeVisible()
})

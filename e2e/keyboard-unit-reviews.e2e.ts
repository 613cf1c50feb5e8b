import { expectAccessible, expectAccessibleInLight } from './axe.ts'
import { expectRefused, press, skipMenus, tabTo, textbox, type } from './keys.ts'
import {
  applyToTeach,
  askToBeCalled,
  button,
  enterAsManager,
  enterAtOffice,
  inDialog,
} from './managing.ts'
import { expect, type Page, test } from './test.ts'

/** Opens the dialog of a decision, sends it empty once, then with the words. */
async function decide(
  page: Page,
  { verb, title, label, words }: { verb: string; title: string; label: string; words: string },
): Promise<void> {
  await press(page, button(page, verb))
  const dialog = inDialog(page, title)
  await expect(dialog).toBeVisible()
  await expectAccessibleInLight(page, title)
  await press(page, button(dialog, verb))
  await expectRefused(dialog)
  await expectAccessibleInLight(page, `${title}, refused`)
  await type(page, textbox(dialog, label), words)
  await press(page, button(dialog, verb))
  await expect(dialog).toHaveCount(0)
}

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
  await press(office, button(office, '同意变更'))
  const dialog = inDialog(office, '同意这项变更？')
  await expect(dialog).toBeVisible()
  await expectAccessible(office, 'agreeing to a change')
  await press(office, button(dialog, '同意变更'))
  await expect(office.getByText('已同意变更').first()).toBeVisible()
  await page.reload()
  await expect(page.getByText(renamed).first()).toBeVisible()
})

test('an application to teach is returned, mended, passed, approved and suspended, by keyboard alone', async ({
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
})

import { expectAccessible } from './axe.ts'
import { expectRefused, press, skipMenus, tabTo, textbox, type } from './keys.ts'
import {
  applyToTeach,
  askToBeCalled,
  button,
  enterAsManager,
  inDialog,
  pickByKeys,
} from './managing.ts'
import { enterAsNew } from './people.ts'
import { expect, test } from './test.ts'

test('a unit asks for a change and takes it back, by keyboard alone', async ({ page }) => {
  const { name } = await enterAsManager(page)
  await page.goto('/employer/unit')
  await expect(button(page, '申请变更')).toBeVisible()
  await skipMenus(page)
  await press(page, button(page, '申请变更'))
  const dialog = inDialog(page, '申请变更单位信息')
  await expect(textbox(dialog, '单位名称')).toHaveValue(name)
  await expectAccessible(page, 'asking for a change')
  await press(page, button(dialog, '提交变更申请'))
  await expectRefused(dialog)
  await expectAccessible(page, 'asking for a change, refused')
  await askToBeCalled(page, `${name.slice(0, -4)}股份公司`)
  await press(page, button(page, '撤回申请'))
  await press(page, button(inDialog(page, '撤回变更申请？'), '撤回申请'))
  await expect(page.getByText('已撤回变更申请')).toBeVisible()
})

test('a unit applies to teach by keyboard alone', async ({ page }) => {
  await enterAsManager(page)
  await page.goto('/employer/unit')
  await expect(button(page, '申请变更')).toBeVisible()
  await skipMenus(page)
  await press(page, page.getByRole('link', { name: '施教机构资质' }))
  await expect(page.getByRole('heading', { name: '机构资质', level: 1 })).toBeFocused()
  await press(page, button(page, '申请施教机构资质'))
  const form = page.getByRole('form', { name: '申请施教机构资质' })
  await expect(form).toBeVisible()
  await expectAccessible(page, 'applying to teach')
  await press(page, button(form, '提交申请'))
  await expectRefused(form)
  await applyToTeach(page)
  await press(page, button(page, '撤回申请'))
  await press(page, button(page.getByRole('dialog'), '撤回申请'))
  await expect(page.getByText('待市级初审')).toHaveCount(0)
})

test('a unit asks to stand below another, which agrees, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: parent } = await visit()
  const below = await enterAsManager(page)
  const above = await enterAsManager(parent)
  await page.goto('/employer/sub-units')
  await expect(button(page, '选择主管单位')).toBeVisible()
  await skipMenus(page)
  await press(page, button(page, '选择主管单位'))
  const dialog = inDialog(page, '选择主管单位')
  await expect(dialog).toBeVisible()
  await expectAccessible(page, 'choosing the unit above')
  await press(page, button(dialog, '提交'))
  await expectRefused(dialog)
  await expectAccessible(page, 'choosing the unit above, refused')
  const field = dialog.getByRole('combobox', { name: '主管单位' })
  await pickByKeys(page, field, above.code, above.name)
  await press(page, button(dialog, '提交'))
  await expect(page.getByText('待主管单位确认', { exact: true })).toBeVisible()

  await parent.goto('/employer/sub-units')
  await expect(button(parent, `同意 ${below.name}`)).toBeVisible()
  await skipMenus(parent)
  await press(parent, button(parent, `同意 ${below.name}`))
  await expectAccessible(parent, 'agreeing to a unit below')
  await press(parent, button(parent.getByRole('dialog'), '同意'))
  await expect(button(parent, `查看 ${below.name}`)).toBeVisible()
  await page.reload()
  await expect(button(page, '解除关系')).toBeVisible()
})

test('one asks to join a unit, is refused, asks again and is taken in, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: desk } = await visit()
  const { code } = await enterAsManager(desk)
  const colleague = await enterAsNew(page.request)
  const ask = async () => {
    await page.goto('/register/unit')
    await type(page, textbox(page, '统一社会信用代码'), code)
    const join = button(page, '申请加入该单位')
    await expect(join).toBeVisible()
    // It stands above the fields.
    await press(page, join, 'Shift+Tab')
    await expect(page.getByRole('heading', { name: '加入申请已提交' })).toBeFocused()
  }
  await ask()
  await expectAccessible(page, 'asked to join')

  await desk.goto('/employer/staff')
  const no = button(desk, `不同意 ${colleague.name}`)
  await expect(no).toBeVisible()
  await skipMenus(desk)
  await press(desk, no)
  const refusal = inDialog(desk, '不同意加入')
  await expect(refusal).toBeVisible()
  await expectAccessible(desk, 'refusing a colleague')
  await press(desk, button(refusal, '不同意加入'))
  await expectRefused(refusal)
  await expectAccessible(desk, 'refusing a colleague, refused')
  await type(desk, textbox(refusal, '原因'), '请先与人事部门联系。')
  await press(desk, button(refusal, '不同意加入'))
  await expect(desk.getByText('已答复，对方会看到原因')).toBeVisible()

  await ask()
  await desk.reload()
  const yes = button(desk, `同意 ${colleague.name}`)
  await expect(yes).toBeVisible()
  await skipMenus(desk)
  await press(desk, yes)
  const acceptance = inDialog(desk, '同意加入')
  await expect(acceptance).toBeVisible()
  await expectAccessible(desk, 'taking a colleague in')
  await tabTo(desk, acceptance.getByRole('radio', { name: '经办人' }))
  await desk.keyboard.press('ArrowDown')
  await expect(acceptance.getByRole('radio', { name: '管理员' })).toBeChecked()
  await press(desk, button(acceptance, '同意加入'))
  await expect(desk.getByText(`${colleague.name} 已加入`)).toBeVisible()
})

import { expectAccessible, expectAccessibleInLight } from './axe.ts'
import { expectRefused, press, skipMenus, textbox, type } from './keys.ts'
import {
  button,
  decide,
  enterAsManager,
  enterAtOffice,
  handScan,
  inDialog,
  pickByKeys,
} from './managing.ts'
import { enterAsNew } from './people.ts'
import { expect, type Page, test, type Visit } from './test.ts'

/** The unit as its county office has it, past the menus. */
async function openAtOffice(page: Page, visit: Visit) {
  const { page: unitPage } = await visit()
  const unit = await enterAsManager(unitPage)
  await enterAtOffice(page, 'hrss.county')
  await openPage(page, unit)
  return { unit, unitPage }
}

async function openPage(page: Page, { id, name }: { id: string; name: string }): Promise<void> {
  await page.goto(`/hrss/units/all/${id}`)
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await skipMenus(page)
}

/** Opens one of the office's forms, and sends it empty once. */
async function openRefused(page: Page, act: string, title: string, verb: string) {
  await press(page, button(page, act))
  const dialog = inDialog(page, title)
  await expect(dialog).toBeVisible()
  await expectAccessibleInLight(page, title)
  await press(page, button(dialog, verb))
  await expectRefused(dialog)
  await expectAccessibleInLight(page, `${title}, refused`)
  return dialog
}

test('a unit is handed over on a letter by keyboard alone', async ({ page, visit }) => {
  const { page: successor } = await visit()
  const next = await enterAsNew(successor.request)
  await openAtOffice(page, visit)
  const dialog = await openRefused(page, '移交管理员', '移交单位管理员', '移交')
  await type(page, textbox(dialog, '新管理员姓名'), next.name)
  await type(page, textbox(dialog, '用户名'), next.accountName)
  await type(page, textbox(dialog, '办理依据'), '公函〔2026〕8 号')
  await handScan(page, dialog, '公函', '公函.jpg')
  await expectAccessible(page, 'handing a unit over, filled in')
  await press(page, button(dialog, '移交'))
  await expect(page.getByText(`已移交给 ${next.name}`).first()).toBeVisible()
  await successor.goto('/employer/staff')
  await expect(successor.getByText(`${next.name}（本人）`)).toBeVisible()
})

test('a unit is called otherwise, suspended, restored and closed by keyboard alone', async ({
  page,
  visit,
}) => {
  const { unit } = await openAtOffice(page, visit)
  const renamed = `${unit.name.slice(0, -4)}股份公司`
  await test.step('called otherwise', async () => {
    const dialog = await openRefused(page, '更正信息', '更正单位信息', '保存更正')
    await type(page, textbox(dialog, '单位名称'), renamed)
    await type(page, textbox(dialog, '更正说明'), '按营业执照更正。')
    await press(page, button(dialog, '保存更正'))
    await expect(page.getByText('单位信息已更正，单位会收到通知')).toBeVisible()
    await expect(page.getByRole('heading', { name: renamed, level: 1 })).toBeVisible()
  })
  for (const [verb, title, reason, state] of [
    ['暂停', '暂停办理业务', '暂停原因', '已暂停'],
    ['恢复', '恢复办理业务', '恢复说明', '已通过'],
    ['注销', '注销单位', '注销原因', '已注销'],
  ] as const)
    await test.step(title, async () => {
      await openPage(page, { ...unit, name: renamed })
      const dialog = await openRefused(page, verb, title, verb)
      await type(page, textbox(dialog, reason), '依据工商登记。')
      await press(page, button(dialog, verb))
      await expect(dialog).toHaveCount(0)
      await expect(page.getByText(state, { exact: true })).toBeVisible()
    })
})

test('a unit becomes part of another by keyboard alone', async ({ page, visit }) => {
  const { page: other } = await visit()
  const into = await enterAsManager(other)
  await openAtOffice(page, visit)
  const dialog = await openRefused(page, '并入其他单位', '并入其他单位', '并入')
  const field = dialog.getByRole('combobox', { name: '并入的单位' })
  await pickByKeys(page, field, into.code, into.name)
  await type(page, textbox(dialog, '并入原因'), '两家公司已经合并。')
  await press(page, button(dialog, '并入'))
  await expect(page.getByText('已并入，有关人员会收到通知')).toBeVisible()
  await expect(page.getByRole('link', { name: into.name })).toBeVisible()
})

test('a unit is made a 人才服务机构, and is one no longer, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { unit } = await openAtOffice(page, visit)
  const tag = page.getByRole('main').getByText('人才服务机构', { exact: true })
  await expect(tag).toHaveCount(0)
  await decide(page, {
    act: '认定人才服务机构',
    verb: '认定',
    title: '认定人才服务机构',
    label: '认定说明',
    words: '持有人力资源服务许可证。',
  })
  await expect(page.getByText('已认定，单位会收到通知')).toBeVisible()
  await expect(tag).toBeVisible()
  await openPage(page, unit)
  await decide(page, {
    act: '取消人才服务机构认定',
    verb: '取消认定',
    title: '取消人才服务机构认定',
    label: '取消认定的原因',
    words: '许可证已经注销。',
  })
  await expect(page.getByText('已取消认定，单位会收到通知')).toBeVisible()
  await expect(tag).toHaveCount(0)
})

import { randomInt } from 'node:crypto'
import { addDays } from '@xueshi/contract/year'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { expectAccessible, expectAccessibleInLight } from './axe.ts'
import { expectRefused, press, skipMenus, tabTo, textbox, type, walkDown } from './keys.ts'
import { agree, button, inDialog } from './managing.ts'
import { openUnit } from './office.ts'
import { enterAsNew, inventPerson } from './people.ts'
import { expect, type Page, test, type Visit } from './test.ts'

/** A unit whose manager is in this browser, on 员工账号 past the menus, and whose clerk is in another. */
async function openStaff(page: Page, visit: Visit) {
  const number = randomInt(10_000, 100_000)
  const { page: desk } = await visit()
  const manager = await enterAsNew(page.request)
  const clerk = await enterAsNew(desk.request)
  await openUnit(
    {
      name: `天河木棉检测${number}有限公司`,
      code: inventedCreditCode('91', '440106', number),
    },
    [
      { accountName: manager.accountName, level: 'manager' },
      { accountName: clerk.accountName, level: 'clerk' },
    ],
  )
  await page.goto('/employer/staff')
  await expect(button(page, `停用 ${clerk.name}`)).toBeVisible()
  await skipMenus(page)
  return { manager, clerk, desk }
}

test('a clerk is made manager, clerk again, and leaves the desk, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { clerk, desk } = await openStaff(page, visit)
  const { name } = clerk
  await agree(page, { act: `设为管理员 ${name}`, verb: '设为管理员', title: '设为管理员？' })
  await expect(page.getByText(`${name} 现在是管理员`)).toBeVisible()
  await agree(page, { act: `设为经办人 ${name}`, verb: '设为经办人', title: '设为经办人？' })
  await expect(page.getByText(`${name} 现在是经办人`)).toBeVisible()
  await agree(page, { act: `停用 ${name}`, verb: '停用', title: '停用这个员工账号？' })
  await expect(page.getByText(`已停用 ${name} 的员工账号`)).toBeVisible()
  await expect(page.getByText('唯一的管理员，不能停用')).toBeVisible()
  await desk.goto('/employer/staff')
  await expect(desk.getByRole('heading', { name: '您没有使用这个页面的权限' })).toBeVisible()
})

test('a clerk acts for the unit no longer, by keyboard alone', async ({ page, visit }) => {
  const { clerk, desk } = await openStaff(page, visit)
  await desk.goto('/employer/staff')
  await expect(button(desk, '不再办理')).toBeVisible()
  await skipMenus(desk)
  await agree(desk, { verb: '不再办理', title: '不再办理本单位的业务？' })
  await expect(desk.getByText('已不再办理该单位的业务')).toBeVisible()
  await page.reload()
  await expect(page.getByText('唯一的管理员，不能停用')).toBeVisible()
  await expect(page.getByText(clerk.accountName)).toHaveCount(0)
})

test('an invitation goes out and is taken back, by keyboard alone', async ({ page, visit }) => {
  await openStaff(page, visit)
  const { page: other } = await visit()
  const invited = await enterAsNew(other.request)
  await press(page, button(page, '邀请员工'))
  const dialog = inDialog(page, '邀请员工')
  await expect(dialog).toBeVisible()
  await expectAccessibleInLight(page, 'inviting')
  await press(page, button(dialog, '发出邀请'))
  await expectRefused(dialog)
  await expectAccessible(page, 'inviting, refused')
  await type(page, textbox(dialog, '姓名'), invited.name)
  await type(page, textbox(dialog, '用户名'), invited.accountName)
  await tabTo(page, dialog.getByRole('radio', { name: '经办人' }))
  await page.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('radio', { name: '管理员' })).toBeChecked()
  await press(page, button(dialog, '发出邀请'))
  await expect(dialog).toHaveCount(0)
  await expect(button(page, '邀请员工')).toBeFocused()
  const { name } = invited
  await agree(page, { act: `撤回 ${name}`, verb: '撤回', title: '撤回这份邀请？' })
  await expect(page.getByText(`已撤回对 ${name} 的邀请`)).toBeVisible()
  await expect(button(page, `撤回 ${name}`)).toHaveCount(0)
})

test('one who is not there is not invited, and the form says so, by keyboard alone', async ({
  page,
  visit,
}) => {
  await openStaff(page, visit)
  const nobody = inventPerson()
  await press(page, button(page, '邀请员工'))
  const dialog = inDialog(page, '邀请员工')
  await type(page, textbox(dialog, '姓名'), nobody.name)
  await type(page, textbox(dialog, '用户名'), nobody.accountName)
  await press(page, button(dialog, '发出邀请'))
  await expectRefused(dialog)
  await expectAccessible(page, 'inviting nobody')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(button(page, '邀请员工')).toBeFocused()
})

test('a deputy is named, and the manager is back before the day, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { manager, clerk } = await openStaff(page, visit)
  await press(page, button(page, '指定代办人'))
  const dialog = inDialog(page, '指定代办人')
  await expect(dialog).toBeVisible()
  await press(page, button(dialog, '指定代办人'))
  await expectRefused(dialog)
  await expectAccessible(page, 'naming a deputy, refused')
  const deputy = `${clerk.name}（${clerk.accountName}）`
  await walkDown(page, dialog.getByRole('combobox', { name: '代办人' }), deputy)
  const { today } = await page.evaluate<{ today: string }>(
    `fetch('/api/session').then((answer) => answer.json()).then(({ site }) => site)`,
  )
  const until = dialog.getByRole('group', { name: '结束日期' }).getByRole('spinbutton')
  await tabTo(page, until.first())
  await page.keyboard.type(addDays(today, 1).replaceAll('-', ''))
  await press(page, button(dialog, '指定代办人'))
  await expect(dialog).toHaveCount(0)
  await expect(button(page, '指定代办人')).toBeFocused()
  await expect(page.getByText('代办中')).toBeVisible()
  await agree(page, {
    act: `结束 ${manager.name} 的代办`,
    verb: '结束代办',
    title: '结束这项代办？',
  })
  await expect(page.getByText('代办已结束')).toBeVisible()
  await expect(page.getByText('近期没有代办安排')).toBeVisible()
})

import { invite } from '@xueshi/contract/orgs/invitations'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { press, skipMenus } from './keys.ts'
import { agree, button, enterAsManager } from './managing.ts'
import { enterAsNew, seatOf } from './people.ts'
import { expect, type Page, test, type Visit } from './test.ts'

/** Somebody whom a unit has invited, before what they may answer and past the menus. */
async function openInvitation(page: Page, visit: Visit) {
  const { page: desk } = await visit()
  const unit = await enterAsManager(desk)
  const person = await enterAsNew(page.request)
  const { name, accountName: address } = person
  const body = { way: 'account', name, address, level: 'clerk' } as const
  await ask(desk.request, invite, { body }, await seatOf(desk.request))
  await page.goto('/invitations')
  await expect(button(page, '接受邀请')).toBeVisible()
  await skipMenus(page)
  return { unit, person }
}

/** Opens the menu of the account and walks down to one of its entries. */
async function choose(page: Page, name: string, entry: RegExp): Promise<void> {
  const opener = page.getByRole('banner').getByRole('button', { name })
  await press(page, opener, 'Shift+Tab')
  const item = page.getByRole('menuitem', { name: entry })
  await expect(item).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('ArrowDown')
    await expect(item).toBeFocused({ timeout: 100 })
  }).toPass()
  await page.keyboard.press('Enter')
}

test('an invitation is declined, by keyboard alone', async ({ page, visit }) => {
  const { unit } = await openInvitation(page, visit)
  await agree(page, { verb: '谢绝', title: '谢绝这份邀请？' })
  await expect(page.getByText(`已谢绝 ${unit.name} 的邀请`)).toBeVisible()
  await expect(page.getByText('没有等待答复的邀请')).toBeVisible()
  await expectAccessible(page, 'no invitation')
})

test('an invitation is accepted, one changes over to oneself, and logs out, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { unit, person } = await openInvitation(page, visit)
  await expectAccessible(page, 'an invitation to answer')
  await press(page, button(page, '接受邀请'))
  await expect(page).toHaveURL('/employer')
  await expect(page.getByText(`已加入 ${unit.name}`)).toBeVisible()
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeFocused()
  await choose(page, person.name, /^个人业务/)
  await expect(page).toHaveURL(/\/me/)
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeFocused()
  await choose(page, person.name, /^退出/)
  await expect(page).toHaveURL('/')
  await expect(page.getByRole('form', { name: '登录' })).toBeVisible()
})

import { applyToJoin } from '@xueshi/contract/orgs/joins'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { press, skipMenus, tabTo } from './keys.ts'
import { button, enterAsManager } from './managing.ts'
import { enterAsNew } from './people.ts'
import { expect, test } from './test.ts'

test('messages of a unit and one’s own are read, and where else they go is set, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { page: other } = await visit()
  const { code } = await enterAsManager(page)
  await enterAsNew(other.request)
  await ask(other.request, applyToJoin, { body: { code } })
  const main = page.getByRole('main')
  const mark = main.getByRole('button', { name: /^标为已读/ })
  await expect(async () => {
    await page.goto('/employer/messages')
    await expect(mark.first()).toBeVisible({ timeout: 2000 })
  }).toPass()
  await expectAccessible(page, 'messages of a unit')
  await skipMenus(page)
  await test.step('one by one', async () => {
    const unread = button(page, '只看未读')
    await press(page, unread)
    await expect(unread).toHaveAttribute('aria-pressed', 'true')
    const waiting = await mark.count()
    await press(page, mark.first())
    await expect(mark).toHaveCount(waiting - 1)
    await expect(page.locator(':focus')).toHaveCount(1)
    await expectAccessible(page, 'messages of a unit, unread alone')
  })
  await test.step('one’s own, all at once', async () => {
    await tabTo(page, page.getByRole('tab', { name: /^单位消息/ }), 'Shift+Tab')
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('tab', { name: /^我的消息/ })).toBeFocused()
    await expect(mark.first()).toBeVisible()
    const all = button(page, '全部标为已读')
    await press(page, all)
    await expect(mark).toHaveCount(0)
    await expect(all).toHaveAttribute('aria-disabled', 'true')
    await expect(all).toBeFocused()
    await expectAccessible(page, 'one’s own messages, all read')
  })
  await test.step('by SMS no longer', async () => {
    const form = page.getByRole('form', { name: '短信和邮件' })
    const sms = form.getByRole('checkbox', { name: '其他消息也发到我的手机' })
    await expect(sms).toBeChecked()
    await tabTo(page, sms)
    await page.keyboard.press('Space')
    await press(page, button(form, '保存'))
    await expect(page.getByText('已保存')).toBeVisible()
    await page.reload()
    await expect(sms).not.toBeChecked()
  })
})

import { expectAccessible } from './axe.ts'
import { demo, signIn } from './people.ts'
import { expect, test } from './test.ts'

test('a desk has the unit’s messages and one’s own, each counted until it is read', async ({
  page,
}) => {
  await signIn(page.request, demo('employer.clerk'))
  await page.goto('/employer/messages')
  const units = page.getByRole('tab', { name: /^单位消息/ })
  await expect(units).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
  await expectAccessible(page, 'the messages of a unit')
  const entry = page.getByRole('navigation', { name: '单位业务' }).getByRole('link', {
    name: /^消息/,
  })
  await expect(entry).toContainText('未读')
  await expect(units).toContainText(/（\d+\+?）/)
  await page.getByRole('button', { name: '全部标为已读' }).click()
  await expect(units).toHaveText('单位消息')

  await page.getByRole('tab', { name: /^我的消息/ }).click()
  await expect(page.getByRole('form', { name: '短信和邮件' })).toBeVisible()
  await expectAccessible(page, 'one’s own messages at a desk')
})

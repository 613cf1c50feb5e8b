import { expectAccessible } from './axe.ts'
import { enterAsNew, sendProfile } from './people.ts'
import { expect, siteUrl, test } from './test.ts'

const unit = '南岭不在册机械厂（演示）'

test('an employer that has not registered is sent a message that is ready', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: siteUrl() })
  // The sheet of a phone's own apps; Chromium on a desk has none.
  await page.addInitScript(() => {
    const share = ({ text }: { text: string }) => {
      sessionStorage.setItem('shared', text)
      return Promise.resolve()
    }
    Object.defineProperty(navigator, 'share', { value: share })
  })
  const person = await enterAsNew(page.request)
  await sendProfile(page.request, person)
  await page.goto('/me/profile')
  await page.getByRole('button', { name: '撤回修改' }).click()
  await page.getByRole('combobox', { name: '工作单位', exact: true }).fill('')
  await page.getByRole('textbox', { name: '单位名称（尚未注册）' }).fill(unit)
  const message = page.getByText(`没有找到“${unit}”`)
  await expect(message).toContainText(person.name)
  await expect(message).toContainText(`${siteUrl()}/register?kind=unit`)
  await page.getByRole('button', { name: '复制' }).click()
  await expect(page.getByText('已复制这段话')).toBeVisible()
  const said = await message.textContent()
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(said)
  await page.getByRole('button', { name: '分享' }).click()
  expect(await page.evaluate(() => sessionStorage.getItem('shared'))).toBe(said)
  await expectAccessible(page, 'a message for the unit')

  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('已保存为草稿，尚未提交')).toBeVisible()
  await page.reload()
  await expect(message).toBeVisible()

  // Where the message leads: the registration of a unit.
  await page.goto('/register?kind=unit')
  await expect(page.getByRole('tab', { name: '单位用户注册' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
})

import sharp from 'sharp'
import { expectAccessible } from './axe.ts'
import { hand, press } from './keys.ts'
import { confirmPerson, fillProfile } from './joining.ts'
import { enterAsNew } from './people.ts'
import { expect, test } from './test.ts'

test('the first profile, with a photo, on a phone; the unit confirms person and employment in one', async ({
  page,
  visit,
}) => {
  test.setTimeout(180_000)
  await page.setViewportSize({ width: 390, height: 844 })
  const person = await enterAsNew(page.request)
  await page.goto('/me/profile')
  await expect(page.getByText('照片（选填）')).toBeVisible()
  const photo = await sharp({
    create: { width: 600, height: 800, channels: 3, background: '#88aacc' },
  })
    .jpeg()
    .toBuffer()
  // By keyboard alone: put in, taken out, put in again.
  const choose = page.getByRole('button', { name: '上传照片' })
  const file = { name: '证件照.jpg', mimeType: 'image/jpeg', buffer: photo }
  const shown = page.getByRole('img', { name: '已上传的照片' })
  await page.getByRole('heading', { level: 1 }).focus()
  await hand(page, choose, file)
  await expect(shown).toBeVisible()
  await press(page, page.getByRole('button', { name: '删除照片' }))
  await expect(shown).toHaveCount(0)
  await expect(choose).toBeFocused()
  await hand(page, choose, file)
  await expect(shown).toBeVisible()
  await expectAccessible(page, 'a first profile with its photo')
  await page.setViewportSize({ width: 390, height: 844 })
  await fillProfile(page, person)
  await expect(page.getByRole('img', { name: /照片/ })).toBeVisible()
  await expectAccessible(page, 'a first profile that waits')
  const { page: clerk } = await visit()
  await confirmPerson(clerk, person)
  await page.goto('/me/employments')
  await expect(page.getByText('在职', { exact: true })).toBeVisible()
})

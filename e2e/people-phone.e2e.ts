import sharp from 'sharp'
import { expectAccessible } from './axe.ts'
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
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '证件照.jpg', mimeType: 'image/jpeg', buffer: photo })
  await expect(page.getByRole('img', { name: '已上传的照片' })).toBeVisible()
  await fillProfile(page, person)
  await expect(page.getByRole('img', { name: /照片/ })).toBeVisible()
  await expectAccessible(page, 'a first profile that waits')
  const { page: clerk } = await visit()
  await confirmPerson(clerk, person)
  await page.goto('/me/employments')
  await expect(page.getByText('在职', { exact: true })).toBeVisible()
})

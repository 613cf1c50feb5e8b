import { randomInt } from 'node:crypto'
import { registerUnit } from '@xueshi/contract/orgs/units'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { ask } from './ask.ts'
import { makeJpeg } from './files.ts'
import { hand, press, skipMenus } from './keys.ts'
import { button } from './managing.ts'
import { enterAsNew } from './people.ts'
import { expect, type Page } from './test.ts'

/** A registration in 天河区 that its manager, who is the one in this browser, has begun: past the menus of its page. */
export async function enterWithDraft(page: Page, name?: string) {
  const number = randomInt(10_000, 100_000)
  const unit = {
    name: name ?? `天河洋紫荆纺织${number}有限公司`,
    code: inventedCreditCode('91', '440106', number),
  }
  const manager = await enterAsNew(page.request)
  await ask(page.request, registerUnit, {
    body: {
      ...unit,
      nature: 'enterprise',
      regionCode: '440106',
      industryCodes: [],
      parentId: null,
      contactName: manager.name,
      contactPhone: '020-87654321',
    },
  })
  await page.goto('/employer/unit')
  await expect(button(page, '上传证照')).toBeVisible()
  await skipMenus(page)
  return { ...unit, manager }
}

/** From 上传证照 of such a page to the registration that waits. */
export async function submitDraft(page: Page): Promise<void> {
  const buffer = await makeJpeg(page.url() + String(randomInt(1_000_000)))
  await hand(page, button(page, '上传证照'), {
    name: '营业执照.jpg',
    mimeType: 'image/jpeg',
    buffer,
  })
  await expect(page.getByRole('img', { name: '证照扫描件：营业执照.jpg' })).toBeVisible()
  await press(page, button(page, '提交审核'))
  await expect(page.getByText('待审核', { exact: true })).toBeVisible()
}

import { acceptSubUnit, askParent, listSubUnits, readParent } from '@xueshi/contract/orgs/sub-units'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { press, skipMenus } from './keys.ts'
import { agree, button, enterAsManager, inDialog } from './managing.ts'
import { seatOf } from './people.ts'
import { expect, type Page, test, type Visit } from './test.ts'

/** Two units in force, the one to stand below the other, with their managers' browsers. */
async function openTwo(page: Page, visit: Visit) {
  const { page: above } = await visit()
  const child = await enterAsManager(page)
  const parent = await enterAsManager(above)
  const childSeat = await seatOf(page.request)
  const parentSeat = await seatOf(above.request)
  const askAbove = async () => {
    const { version } = await ask(page.request, readParent, {}, childSeat)
    await ask(page.request, askParent, { body: { version, parentId: parent.id } }, childSeat)
  }
  const takeIn = async () => {
    const { items } = await ask(above.request, listSubUnits, {}, parentSeat)
    for (const { id, version } of items)
      await ask(above.request, acceptSubUnit, { params: { id }, body: { version } }, parentSeat)
  }
  return { above, child, parent, askAbove, takeIn }
}

/** 下级单位, past the menus, once the button is there. */
async function openPage(page: Page, name: string): Promise<void> {
  await page.goto('/employer/sub-units')
  await expect(button(page, name)).toBeVisible()
  await skipMenus(page)
}

test('a question to the unit above is taken back, and so is the place below it, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { parent, askAbove, takeIn } = await openTwo(page, visit)
  const main = page.getByRole('main')
  await askAbove()
  await openPage(page, '撤回申请')
  await agree(page, { verb: '撤回申请', title: '撤回申请？' })
  await expect(page.getByText('本单位现在没有主管单位')).toBeVisible()
  await expect(button(page, '选择主管单位')).toBeVisible()

  await askAbove()
  await takeIn()
  await openPage(page, '解除关系')
  await agree(page, { verb: '解除关系', title: '解除关系？' })
  await expect(button(page, '选择主管单位')).toBeVisible()
  await expect(main.getByText(parent.name)).toHaveCount(0)
  await expectAccessible(page, 'a unit below none')
})

test('a unit is not taken below, later it is looked at and released, by keyboard alone', async ({
  page,
  visit,
}) => {
  const { above, child, askAbove, takeIn } = await openTwo(page, visit)
  await askAbove()
  await openPage(above, `不同意 ${child.name}`)
  const refusal = { act: `不同意 ${child.name}`, verb: '不同意', title: '不同意作为下级单位？' }
  await agree(above, refusal)
  await expect(above.getByText('没有同意，该单位会收到通知')).toBeVisible()
  await expect(above.getByText('还没有下级单位')).toBeVisible()

  await askAbove()
  await takeIn()
  await openPage(above, `查看 ${child.name}`)
  await press(above, button(above, `查看 ${child.name}`))
  const details = inDialog(above, '下级单位信息')
  await expect(details.getByText(child.code)).toBeVisible()
  await expectAccessible(above, 'a unit below')
  await above.keyboard.press('Escape')
  await expect(details).toHaveCount(0)
  await expect(button(above, `查看 ${child.name}`)).toBeFocused()
  await agree(above, { act: `解除 ${child.name}`, verb: '解除', title: '解除上下级关系？' })
  await expect(above.getByText('已解除，该单位会收到通知')).toBeVisible()
  await expect(above.getByText('还没有下级单位')).toBeVisible()
})

import { randomInt } from 'node:crypto'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { expectAccessible } from './axe.ts'
import { tabTo, textbox, type } from './keys.ts'
import { openUnit } from './office.ts'
import { enterAsNew } from './people.ts'
import { expect, type Page, test, type Visit } from './test.ts'

/** A unit of the test's own, with its manager in one browser and its clerk in another. */
async function openOffice(page: Page, visit: Visit) {
  const number = randomInt(10_000, 100_000)
  const unit = {
    name: `天河红棉检测${number}有限公司`,
    code: inventedCreditCode('91', '440106', number),
  }
  const { page: desk } = await visit()
  const manager = await enterAsNew(page.request)
  const clerk = await enterAsNew(desk.request)
  await openUnit(unit, [
    { accountName: manager.accountName, level: 'manager' },
    { accountName: clerk.accountName, level: 'clerk' },
  ])
  return { unit, manager, clerk, desk }
}

test('a manager invites by a link and names a deputy, by keyboard alone', async ({
  page,
  visit,
}) => {
  test.setTimeout(120_000)
  const { unit, manager, clerk, desk } = await openOffice(page, visit)
  const { page: invited } = await visit()
  const newcomer = await enterAsNew(invited.request)

  await test.step('the link goes to an address', async () => {
    await page.goto('/employer/staff')
    await expect(page.getByRole('row', { name: clerk.name })).toBeVisible()
    await tabTo(page, page.getByRole('button', { name: '邀请员工' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await tabTo(page, page.getByRole('radio', { name: '已有账号' }))
    await page.keyboard.press('ArrowDown')
    await type(page, textbox(page, '姓名'), newcomer.name)
    await type(page, textbox(page, '手机号码或邮箱'), newcomer.email)
    await tabTo(page, page.getByRole('radio', { name: '经办人' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('row', { name: newcomer.name })).toContainText('待答复')
  })
  await test.step('whoever has it and the name answers it', async () => {
    const link = await linkTo(invited, newcomer.name)
    const { page: stranger } = await visit()
    await stranger.goto(link)
    await expect(stranger.getByText('请先登录本人的账号')).toBeVisible()
    await expectAccessible(stranger, 'a link before the login')
    await enterAsNew(stranger.request)
    await stranger.goto(link)
    await expect(stranger.getByText('这份邀请打不开')).toBeVisible()
    await expectAccessible(stranger, 'a link for somebody else')
    await invited.goto(link)
    await tabTo(invited, invited.getByRole('button', { name: '接受邀请' }))
    await invited.keyboard.press('Enter')
    await expect(invited).toHaveURL('/employer')
    await expect(invited.getByText(unit.name).first()).toBeVisible()
  })

  await test.step('a manager who goes away names the clerk', async () => {
    await page.reload()
    await tabTo(page, page.getByRole('button', { name: '指定代办人' }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('combobox', { name: '代办人' }))
    // The manager is not among their own deputies, and the clerk came first.
    await page.keyboard.press('ArrowDown')
    const until = page.getByRole('group', { name: '结束日期' }).getByRole('spinbutton')
    await tabTo(page, until.first())
    const { today } = await page.evaluate<{ today: string }>(
      `fetch('/api/session').then((answer) => answer.json()).then(({ site }) => site)`,
    )
    await page.keyboard.type(today.replaceAll('-', ''))
    await expectAccessible(page, 'naming a deputy')
    await until.first().focus()
    await tabTo(page, page.getByRole('button', { name: '指定代办人' }).last())
    await page.keyboard.press('Enter')
    await expect(page.getByText('代办中')).toBeVisible()
    await expectAccessible(page, 'staff with an invitation and a deputy')
  })
  await test.step('both sides see it, and the clerk manages today', async () => {
    await page.goto('/employer')
    await expect(page.getByText(`您的业务由 ${clerk.name} 代办`)).toBeVisible()
    await desk.goto('/employer')
    await expect(desk.getByText(`${manager.name} 的业务由您代办`)).toBeVisible()
    await expectAccessible(desk, 'home of a deputy')
    await desk.getByRole('link', { name: '员工账号' }).click()
    await expect(desk.getByRole('button', { name: '邀请员工' })).toBeVisible()
    await expect(desk.getByRole('button', { name: /^停用/ })).toHaveCount(0)
  })
  await test.step('until the manager is back', async () => {
    await page.goto('/employer/staff')
    await page.getByRole('button', { name: `结束 ${manager.name} 的代办` }).click()
    await page.getByRole('dialog').getByRole('button', { name: '结束代办' }).click()
    await expect(page.getByText('近期没有代办安排')).toBeVisible()
    await desk.reload()
    await expect(desk.getByRole('heading', { name: '代办安排' })).toBeVisible()
    await expect(desk.getByRole('button', { name: '邀请员工' })).toHaveCount(0)
  })
})

/** The address in the last message that went to somebody of this name. */
async function linkTo(page: Page, name: string): Promise<string> {
  await page.goto('/demo/sent')
  const line = page.getByRole('row').filter({ hasText: `${name}，您好` })
  await expect(async () => {
    await page.getByRole('button', { name: '刷新' }).click()
    await expect(line).toBeVisible({ timeout: 1000 })
  }).toPass()
  const [, link = ''] = /(\/invitations\/[\w~-]+)/.exec((await line.textContent()) ?? '') ?? []
  return link
}

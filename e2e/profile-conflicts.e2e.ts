import { randomInt } from 'node:crypto'
import { withdrawProfile } from '@xueshi/contract/people'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { ask } from './ask.ts'
import { expectAccessible } from './axe.ts'
import { openUnit } from './office.ts'
import { enterAsNew, sendProfile } from './people.ts'
import { expect, type Page, test } from './test.ts'

const profile = '/me/profile'
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const save = (page: Page) => page.getByRole('button', { name: '保存', exact: true }).click()

/** The form as somebody gets it who takes back what waits at the unit. */
async function takeBack(page: Page) {
  await page.getByRole('button', { name: '撤回修改' }).click()
  await expect(field(page, '所学专业')).toBeVisible()
}

test('two windows over one profile: what differs is shown, and nothing typed is lost', async ({
  page: one,
  context,
}) => {
  await sendProfile(one.request, await enterAsNew(one.request))
  await one.goto(profile)
  await takeBack(one)
  const two = await context.newPage()
  await two.goto(profile)
  const notSaved = two.getByText('您的信息刚刚在别处修改过，您填写的内容还没有保存')

  await test.step('what waits at the unit cannot be written over', async () => {
    await field(two, '毕业院校').fill('中山大学')
    await field(one, '所学专业').fill('软件工程')
    await save(one)
    await one.getByRole('button', { name: '查看提交的信息' }).click()
    await save(two)
    await expect(two.getByText('您的信息现在是“待单位确认”，不能再修改')).toBeVisible()
    await expect(field(two, '毕业院校')).toHaveValue('中山大学')
  })

  await test.step('another save meanwhile: the differences, also after a reload', async () => {
    await takeBack(one)
    await save(two)
    await expect(notSaved).toBeVisible()
    await expect(two.getByText('所学专业：最新保存的是“软件工程”，您填写的是“空”')).toBeVisible()
    await expectAccessible(two, 'conflict')
    await two.reload()
    await expect(notSaved).toBeVisible()
    await expect(two.getByText('毕业院校：最新保存的是“空”，您填写的是“中山大学”')).toBeVisible()
    await expect(field(two, '毕业院校')).toHaveValue('中山大学')
  })

  await test.step('what was saved last is taken', async () => {
    await two.getByRole('button', { name: '使用最新保存的内容' }).click()
    await expect(field(two, '所学专业')).toHaveValue('软件工程')
    await expect(field(two, '毕业院校')).toHaveValue('')
    await expect(notSaved).toHaveCount(0)
  })

  await test.step('what was typed is saved', async () => {
    await field(two, '毕业院校').fill('华南理工大学')
    await field(one, '所学专业').fill('网络工程')
    await save(one)
    await one.getByRole('button', { name: '查看提交的信息' }).click()
    await takeBack(one)
    await save(two)
    await two.getByRole('button', { name: '保存我填写的内容' }).click()
    await two.getByRole('button', { name: '查看提交的信息' }).click()
    await expect(two.getByText('华南理工大学')).toBeVisible()
    await expect(two.getByText('软件工程')).toBeVisible()
  })
})

test('two clerks over one profile: the slower one is told who decided, and when', async ({
  page: one,
  visit,
}) => {
  test.setTimeout(240_000)
  const { page: two } = await visit()
  const clerk = await enterAsNew(one.request)
  const colleague = await enterAsNew(two.request)
  const number = randomInt(10_000, 100_000)
  const unit = `天河木棉印务${number}有限公司`
  await openUnit({ name: unit, code: inventedCreditCode('91', '440106', number) }, [
    { accountName: clerk.accountName, level: 'clerk' },
    { accountName: colleague.accountName, level: 'clerk' },
  ])
  const applicant = async () => {
    const { context } = await visit()
    const person = await enterAsNew(context.request)
    return {
      request: context.request,
      person,
      sent: await sendProfile(context.request, person, { unit }),
    }
  }
  const [confirmed, returned, withdrawn] = [await applicant(), await applicant(), await applicant()]
  const drawerOf = async (page: Page, { person }: typeof confirmed) => {
    await page.goto('/employer/people')
    await page.getByRole('button', { name: `核对 ${person.name}` }).click()
    const drawer = page.getByRole('dialog', { name: '核对人员基本信息' })
    await expect(drawer.getByText(person.name)).toBeVisible()
    return drawer
  }

  await test.step('确认 and 退回 are in sight before anything is scrolled', async () => {
    for (const size of [
      { width: 1440, height: 900 },
      { width: 1366, height: 768 },
    ]) {
      await one.setViewportSize(size)
      const drawer = await drawerOf(one, confirmed)
      for (const name of ['确认', '退回'])
        await expect(drawer.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 })
      await one.keyboard.press('Escape')
    }
  })

  await test.step('a colleague has confirmed', async () => {
    const slow = await drawerOf(two, confirmed)
    const quick = await drawerOf(one, confirmed)
    await quick.getByRole('button', { name: '确认', exact: true }).click()
    await expect(one.getByText(`已确认 ${confirmed.person.name}`)).toBeVisible()
    await slow.getByRole('button', { name: '确认', exact: true }).click()
    await expect(slow.getByText(new RegExp(`${clerk.name} 已于 .* 确认。`))).toBeVisible()
    await expect(slow.getByRole('button', { name: '退回', exact: true })).toHaveCount(0)
    await expectAccessible(two, 'overtaken')
  })

  await test.step('a colleague has returned it, and why', async () => {
    const slow = await drawerOf(two, returned)
    const quick = await drawerOf(one, returned)
    const giveBack = async (drawer: typeof quick, reason: string) => {
      await drawer.getByRole('button', { name: '退回', exact: true }).click()
      await drawer.getByRole('textbox', { name: '退回原因' }).fill(reason)
      await drawer.getByRole('button', { name: '退回', exact: true }).click()
    }
    await giveBack(quick, '参加工作时间不对')
    await expect(one.getByText('已退回，对方会看到原因')).toBeVisible()
    await giveBack(slow, '职称不对')
    await expect(
      slow.getByText(new RegExp(`${clerk.name} 已于 .* 退回，原因：参加工作时间不对。`)),
    ).toBeVisible()
    await slow.getByRole('button', { name: '查看最新内容' }).click()
    await expect(slow.getByText('这份信息当前不能由您确认')).toBeVisible()
  })

  await test.step('the person has taken it back', async () => {
    const drawer = await drawerOf(two, withdrawn)
    const { request, sent } = withdrawn
    await ask(request, withdrawProfile, {
      params: { id: sent.id },
      body: { version: sent.version },
    })
    await drawer.getByRole('button', { name: '确认', exact: true }).click()
    await expect(
      drawer.getByText('对方已撤回这份信息，或者改选了其他单位，无需再办理。'),
    ).toBeVisible()
  })
})

import { randomInt } from 'node:crypto'
import { inventedCreditCode } from '../server/seed/numbers.ts'
import { expectAccessible } from './axe.ts'
import { makeJpeg } from './files.ts'
import { pick } from './forms.ts'
import { openUnit } from './office.ts'
import { demo, enterAsNew, signIn } from './people.ts'
import { expect, type Locator, type Page, test } from './test.ts'

const inventUnit = () => {
  const number = randomInt(10_000, 100_000)
  return {
    name: `天河紫荆精密${number}有限公司`,
    code: inventedCreditCode('91', '440106', number),
  }
}

/** Sends a scan by way of the button that opens the browser's dialog. */
async function sendScan(page: Page, button: Locator, name: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await button.click()
  const buffer = await makeJpeg(name)
  await (await chooser).setFiles({ name, mimeType: 'image/jpeg', buffer })
  await expect(page.getByRole('button', { name: `删除附件 ${name}` })).toBeVisible()
}

test('a unit in force: below another, called otherwise, suspended, handed over, closed', async ({
  page,
  visit,
}) => {
  test.setTimeout(210_000)
  const [unit, above] = [inventUnit(), inventUnit()]
  const renamed = `${unit.name.slice(0, -4)}股份公司`
  const { page: parent } = await visit()
  const { page: office } = await visit()
  const { page: successor } = await visit()
  const manager = await enterAsNew(page.request)
  const head = await enterAsNew(parent.request)
  const next = await enterAsNew(successor.request)
  const { id } = await openUnit(unit, [{ accountName: manager.accountName, level: 'manager' }])
  await openUnit(above, [{ accountName: head.accountName, level: 'manager' }])
  await signIn(office.request, demo('hrss.county'))

  await test.step('it asks to stand below another, which says yes', async () => {
    await page.goto('/employer/sub-units')
    await page.getByRole('button', { name: '选择主管单位' }).click()
    await pick(page, '主管单位', above.code, above.name)
    await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
    await expect(page.getByText('待主管单位确认', { exact: true })).toBeVisible()
    await parent.goto('/employer')
    await parent.getByRole('link', { name: '去确认' }).click()
    await parent.getByRole('button', { name: `同意 ${unit.name}`, exact: true }).click()
    await parent.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
    await parent.getByRole('button', { name: `查看 ${unit.name}` }).click()
    await expect(parent.getByRole('dialog').getByText(unit.code).first()).toBeVisible()
    await expectAccessible(parent, 'a unit below')
  })

  await test.step('it asks to be called otherwise', async () => {
    await page.goto('/employer/unit')
    await page.getByRole('button', { name: '申请变更' }).click()
    const form = page.getByRole('form', { name: '申请变更单位信息' })
    await form.getByRole('button', { name: '提交变更申请' }).click()
    await expect(form.getByRole('alert')).toContainText('处需要修改')
    await expectAccessible(page, 'asking for a change, with its error summary')
    await form.getByRole('textbox', { name: '单位名称' }).fill(renamed)
    await form.getByRole('textbox', { name: '变更原因' }).fill('已办理名称变更登记。')
    await sendScan(page, form.getByRole('button', { name: '上传证明材料' }), '变更通知书.jpg')
    await form.getByRole('button', { name: '提交变更申请' }).click()
    await expect(page.getByRole('button', { name: '撤回申请' })).toBeVisible()
    await expectAccessible(page, 'a change that waits')
  })

  await test.step('the office of its county agrees', async () => {
    await office.goto('/hrss/units/changes')
    await expectAccessible(office, 'the queue of changes')
    await office.getByRole('link', { name: `审核 ${unit.name} 的变更` }).click()
    await expect(office.getByRole('img', { name: /变更通知书/ })).toBeVisible()
    await expectAccessible(office, 'reviewing a change')
    await office.getByRole('button', { name: '同意变更', exact: true }).click()
    await office.getByRole('dialog').getByRole('button', { name: '同意变更', exact: true }).click()
    await expect(office.getByText('已同意变更').first()).toBeVisible()
    await page.reload()
    await expect(page.getByText(renamed).first()).toBeVisible()
  })

  await test.step('the office finds it by its code and suspends it', async () => {
    await office.getByRole('link', { name: '单位管理' }).click()
    await office.getByRole('textbox', { name: '名称、拼音或代码' }).fill(unit.code)
    await office.getByRole('button', { name: '查询' }).click()
    await expectAccessible(office, 'the registry of units')
    await office.getByRole('link', { name: `查看 ${renamed}` }).click()
    await expect(office.getByRole('heading', { name: renamed, level: 1 })).toBeVisible()
    await expectAccessible(office, 'a unit in force')
    await act(office, '暂停', '暂停原因', '被列入经营异常名录。')
    await expect(office.getByText('已暂停', { exact: true })).toBeVisible()
    await page.reload()
    await expect(page.getByText('原因：被列入经营异常名录。').first()).toBeVisible()
    await expectAccessible(page, 'a suspended unit')
    await act(office, '恢复', '恢复说明', '已移出名录。')
    await expect(office.getByText('已通过', { exact: true })).toBeVisible()
  })

  await test.step('its manager left: on a letter somebody else manages it', async () => {
    await office.getByRole('button', { name: '移交管理员' }).click()
    const form = office.getByRole('form', { name: '移交单位管理员' })
    await form.getByRole('textbox', { name: '新管理员姓名' }).fill(next.name)
    await form.getByRole('textbox', { name: '用户名' }).fill(next.accountName)
    await form.getByRole('textbox', { name: '办理依据' }).fill('公函〔2026〕8 号')
    await sendScan(office, form.getByRole('button', { name: '上传公函' }), '公函.jpg')
    await expectAccessible(office, 'handing a unit over')
    await form.getByRole('button', { name: '移交' }).click()
    await expect(office.getByText(`已移交给 ${next.name}`).first()).toBeVisible()
    await successor.goto('/employer/staff')
    await expect(successor.getByText(`${next.name}（本人）`)).toBeVisible()
    await page.goto('/employer/staff')
    await expect(page.getByRole('heading', { name: '您没有使用这个页面的权限' })).toBeVisible()
  })

  await test.step('it is closed, and nobody acts for it any more', async () => {
    await act(office, '注销', '注销原因', '企业已办理注销登记。')
    await expect(office.getByText('已注销', { exact: true })).toBeVisible()
    await expectAccessible(office, 'a closed unit')
    await successor.reload()
    await expect(successor.getByRole('heading', { name: '您没有使用这个页面的权限' })).toBeVisible()
  })

  await test.step('a unit of another city is not there for this office', async () => {
    await office.goto('/hrss/units/all?search=fs')
    await expect(office.getByText('没有符合的单位')).toBeVisible()
    await office.goto(`/hrss/units/all/${id}`)
    await expect(office.getByRole('heading', { name: renamed, level: 1 })).toBeVisible()
  })
})

/** Presses the button, gives the reason in its dialog, and presses there. */
async function act(page: Page, verb: string, label: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: verb, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: label }).fill(reason)
  await dialog.getByRole('button', { name: verb, exact: true }).click()
  await expect(dialog).toHaveCount(0)
}

import { expectAccessible } from './axe.ts'
import { makePdf } from './files.ts'
import { hand, press, tabTo, textbox, tick, type, walkDown } from './keys.ts'
import { demo, enterAsConfirmed, signIn } from './people.ts'
import { expect, test } from './test.ts'

const { unit: employer } = demo('employer.clerk')
// The demo's other officer of the county, who has the first authority's secret.
const { password, totp = '' } = demo('industry')
const colleague = { account: 'county_officer', password, totp }

test('a case is entered with evidence, decided by another officer, seen by its subject, withdrawn, by keyboard alone', async ({
  page,
  clerk,
  visit,
}) => {
  const { page: subject } = await visit()
  const person = await enterAsConfirmed(subject.request, clerk)
  const { page: second } = await visit()

  await test.step('the officer enters it', async () => {
    await signIn(page.request, demo('hrss.county'))
    await page.goto('/hrss/cases')
    await expect(page.getByRole('row').nth(1)).toBeVisible()
    await expectAccessible(page, 'cases')
    await page.getByRole('link', { name: '登记' }).click()
    await expect(page.getByRole('heading', { name: '登记失信信息', level: 1 })).toBeVisible()
    const personKind = page.getByRole('radio', { name: '个人', exact: true })
    const save = page.getByRole('button', { name: '保存' })
    await press(page, save)
    await expect(page.getByRole('alert')).toContainText('处需要修改')
    await expect(page.getByRole('alert')).toBeFocused()
    await expectAccessible(page, 'a new case with its error summary')
    await tabTo(page, personKind)
    await page.keyboard.press('ArrowUp')
    await expect(page.getByRole('checkbox', { name: '停止发布培训班' })).toBeVisible()
    await expectAccessible(page, 'a new case of an institution')
    await page.keyboard.press('ArrowDown')
    await expect(personKind).toBeChecked()
    const subjectField = page.getByRole('combobox', { name: '失信人名称', exact: true })
    await type(page, subjectField, person.name)
    await expect(page.getByRole('option', { name: person.name, exact: true })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(subjectField).toHaveValue(person.name)
    await walkDown(page, page.getByRole('combobox', { name: '失信内容' }), '材料造假')
    const facts = '结业证书的编号与培训机构的台账不一致，经函询确认为伪造。'
    await type(page, textbox(page, '事实与依据'), facts)
    await tick(page, page.getByRole('checkbox', { name: /2026 年度/ }))
    await press(page, save)
    await expect(page.getByText(employer)).toBeVisible()
    await expect(page.getByRole('button', { name: '提交审定' })).toHaveCount(0)
    const file = { name: '函询记录.pdf', mimeType: 'application/pdf', buffer: makePdf('case') }
    await hand(page, page.getByRole('button', { name: '上传附件' }), file)
    await expect(page.getByText(/ · 已上传$/)).toBeVisible()
    await expectAccessible(page, 'a draft case with its evidence')
    await press(page, page.getByRole('button', { name: '提交审定' }))
    await expectAccessible(page, 'proposing a case')
    await press(page, page.getByRole('dialog').getByRole('button', { name: '提交审定' }))
    await expect(page.getByText('登记人和当事人不能审定')).toBeVisible()
    await expect(page.getByRole('heading', { name: '失信信息', level: 1 })).toBeFocused()
  })

  await test.step('another officer of the office decides', async () => {
    await signIn(second.request, colleague)
    await second.goto('/hrss')
    const waiting = second.getByRole('row', { name: '等待审定的失信信息' })
    const before = Number.parseInt(await waiting.getByText(/项$/).innerText(), 10)
    await waiting.getByRole('link').click()
    const row = second.getByRole('row', { name: person.name })
    await row.getByRole('link', { name: '材料造假' }).click()
    const giveBack = second.getByRole('button', { name: '退回补充' })
    await press(second, giveBack)
    await expect(second.getByRole('textbox', { name: '退回原因' })).toBeFocused()
    await expectAccessible(second, 'giving a case back')
    await second.keyboard.press('Escape')
    await expect(giveBack).toBeFocused()
    await press(second, second.getByRole('button', { name: '审定生效' }), 'Shift+Tab')
    await press(second, second.getByRole('dialog').getByRole('button', { name: '审定生效' }))
    await expect(second.getByText('生效', { exact: true })).toBeVisible()
    await expect(second.getByRole('heading', { name: '失信信息', level: 1 })).toBeFocused()
    await expectAccessible(second, 'a case in force')
    // The home page was read a moment ago, and still tells of one case less.
    await second.getByRole('link', { name: '首页', exact: true }).click()
    await expect(waiting).toContainText(`${before - 1} 项`)
    await second.goBack()
    await expect(second.getByText('生效', { exact: true })).toBeVisible()
  })

  await test.step('the subject sees it', async () => {
    await subject.goto('/me/messages')
    await expect(subject.getByText('失信信息已生效').first()).toBeVisible()
    await subject.goto('/me/integrity')
    await subject.getByRole('link', { name: '材料造假' }).click()
    await expect(subject.getByText('2026 年度暂缓认证')).toBeVisible()
    await expect(subject.getByText('对这条失信信息有异议')).toBeVisible()
    await expectAccessible(subject, 'a case as its subject reads it')
  })

  await test.step('it is withdrawn', async () => {
    await press(second, second.getByRole('button', { name: '撤销', exact: true }))
    const dialog = second.getByRole('dialog')
    await expect(dialog.getByRole('textbox', { name: '撤销原因' })).toBeFocused()
    await second.keyboard.type('培训机构更正了台账。')
    await press(second, dialog.getByRole('button', { name: '撤销失信信息' }))
    await expect(second.getByText('已撤销', { exact: true })).toBeVisible()
    await subject.reload()
    await expect(subject.getByText('培训机构更正了台账。')).toBeVisible()
  })
})

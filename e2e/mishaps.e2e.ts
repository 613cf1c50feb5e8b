import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { addDays } from '@xueshi/contract/year'
import { today } from './days.ts'
import { fillRecord } from './declaring.ts'
import { makePdf } from './files.ts'
import { clearDay, fillDay, logInByHand, search, solveCaptcha } from './forms.ts'
import { demo, enterAsConfirmed, enterAsNew, inventPerson, makeAccount, signIn } from './people.ts'
import { attachPdf, makeDraft, sendRecord } from './records.ts'
import { expect, type Page, test } from './test.ts'

/** The message at a field, which is also what a screen reader says of it. */
const expectFault = async (page: Page, label: string, fault: string | RegExp) => {
  const field = page.getByRole('textbox', { name: label, exact: true })
  await expect(field).toHaveAccessibleDescription(fault)
  await expect(field).toHaveAttribute('aria-invalid', 'true')
}

test.describe('registration', () => {
  test('each wrong value is told at its field as it is left', async ({ page }) => {
    await page.goto('/register')
    const cases = [
      ['登录账号', 'a-b-c', /只能用字母、数字和下划线/],
      ['登录账号', 'abc', /4 至 20 位/],
      ['密码', '12345678901', /至少要有一个字母/],
      ['密码', 'abcdefghij', /至少要有一个数字/],
      ['密码', 'a1', /至少需要 8 位/],
      ['密码', 'password1', /太常见/],
      ['手机号码', '12345', /手机号码不正确/],
      ['证件号码', '440000199003070014', /校验码不符/],
      ['证件号码', '440000900307001', /18 位/],
      ['证件号码', '440000199002300011', /出生日期不存在/],
      ['证件号码', '440000209001010019', /晚于今天/],
      ['证件号码', '12', /位数或格式/],
      ['邮箱', 'nobody', /邮箱/],
    ] as const
    for (const [label, value, fault] of cases) {
      const field = page.getByRole('textbox', { name: label, exact: true })
      await field.fill(value)
      await field.blur()
      await expectFault(page, label, fault)
    }
    const again = page.getByRole('textbox', { name: '确认密码' })
    await again.fill('another1')
    await again.blur()
    await expectFault(page, '确认密码', /不一致/)
    await page.getByRole('combobox', { name: '问题2' }).selectOption('您母亲的姓名是?')
    await page.getByRole('textbox', { name: '邮箱' }).focus()
    await expect(page.getByText('三个问题不能重复')).toBeVisible()
  })

  test('the summary leads to each field', async ({ page }) => {
    await page.goto('/register')
    await page.getByRole('button', { name: '注册', exact: true }).click()
    const summary = page.getByRole('alert')
    await expect(summary).toBeFocused()
    await expect(summary.getByRole('link')).toHaveText([
      /登录账号/,
      /密码/,
      /再输入一次密码/,
      /姓名/,
      /手机号码/,
      /证件号码/,
      /邮箱/,
      /问题1/,
      /问题2/,
      /问题3/,
      /验证码/,
    ])
    await summary.getByRole('link', { name: /证件号码/ }).click()
    await expect(page.getByRole('textbox', { name: '证件号码' })).toBeFocused()
  })

  test('what is taken is told without telling whose it is', async ({ page, visit }) => {
    const first = inventPerson()
    const { context } = await visit()
    await makeAccount(context.request, first)
    const second = inventPerson()
    await page.goto('/register')
    const fill = (label: string, value: string) =>
      page.getByRole('textbox', { name: label, exact: true }).fill(value)
    await fill('登录账号', first.accountName)
    await fill('密码', second.password)
    await fill('确认密码', second.password)
    await fill('姓名', second.name)
    await fill('手机号码', second.phone)
    await fill('证件号码', second.documentNumber)
    await fill('邮箱', second.email)
    for (const at of [1, 2, 3])
      await page
        .getByRole('group', { name: `问题${at}` })
        .getByRole('textbox')
        .fill(`答案${at}`)
    await solveCaptcha(page)
    const send = page.getByRole('button', { name: '注册', exact: true })
    await send.click()
    await expectFault(page, '登录账号', /已注册/)
    await expect(page.getByText(first.name)).toHaveCount(0)

    await fill('登录账号', second.accountName)
    await fill('证件号码', first.documentNumber)
    await solveCaptcha(page)
    await send.click()
    await expectFault(page, '证件号码', /已注册/)
    await expect(page.getByText(first.name)).toHaveCount(0)

    await fill('证件号码', second.documentNumber)
    await page.getByRole('textbox', { name: '验证码' }).fill('WRONG')
    await send.click()
    await expectFault(page, '验证码', /./)
    await solveCaptcha(page)
    await send.click()
    await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible()
  })

  test('a reload keeps what was typed, secrets excepted', async ({ page }) => {
    await page.goto('/register')
    await page.getByRole('textbox', { name: '姓名' }).fill('阿依古丽.买买提')
    await page.getByRole('textbox', { name: '密码', exact: true }).fill('Secret123')
    await page.getByRole('textbox', { name: '手机号码' }).fill('13900001234')
    await page.reload()
    await expect(page.getByRole('textbox', { name: '手机号码' })).toHaveValue('13900001234')
    await expect(page.getByRole('textbox', { name: '姓名' })).toHaveValue(/阿依古丽/)
    await expect(page.getByRole('textbox', { name: '密码', exact: true })).toHaveValue('')
  })
})

test('wrong and absent accounts are answered alike', async ({ page }) => {
  const refusals: string[] = []
  for (const account of [demo('individual').account, `nobody_${randomUUID().slice(0, 8)}`]) {
    await page.goto('/login')
    await logInByHand(page, { account, password: 'Wrong12345' })
    await expect(page.getByRole('alert')).toBeVisible()
    refusals.push(await page.getByRole('alert').innerText())
  }
  expect(refusals[0]).toBe(refusals[1])
})

test.describe('a record', () => {
  test('wrong dates and hours are told at their fields', async ({ page, clerk }) => {
    await enterAsConfirmed(page.request, clerk)
    await page.goto('/me/declarations/new')
    const hours = page.getByRole('textbox', { name: '拟申报学时' })
    for (const [typed, fault] of [
      ['0', /须大于 0/],
      ['-1', /./],
      ['1.25', /一位小数/],
      ['十', /填写数字/],
      ['', /请填写拟申报学时/],
    ] as const) {
      await hours.fill(typed)
      await hours.blur()
      await expectFault(page, '拟申报学时', fault)
    }
    const form = page.getByRole('form', { name: '继续教育记录' })
    await fillDay(form, '学习开始时间', addDays(today, 1))
    await fillDay(form, '学习结束时间', addDays(today, -1))
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('alert')).toBeFocused()
    await fillRecord(page, { ...record(), startOn: '', endOn: '' })
    await page.getByRole('button', { name: '保存' }).click()
    await expect(form.getByText('学习开始时间不能晚于今天').last()).toBeVisible()
    await clearDay(form, '学习开始时间')
    await fillDay(form, '学习开始时间', today)
    await page.getByRole('button', { name: '保存' }).click()
    await expect(form.getByText('学习结束时间不能早于学习开始时间').last()).toBeVisible()
  })

  test('more hours than its days allow stop it before 送审', async ({ page, clerk }) => {
    await enterAsConfirmed(page.request, clerk)
    const { id } = await makeDraft(page.request, { claimedTenths: 500 })
    await attachPdf(page.request, id, id)
    await page.goto(`/me/declarations/${id}?view=check`)
    await expect(page.getByText('2 天的学习最多可折算 16 学时')).toBeVisible()
    await expect(page.getByRole('button', { name: '送审' })).toBeDisabled()
  })

  test('files that are none are refused in their row', async ({ page, clerk }, testInfo) => {
    await enterAsConfirmed(page.request, clerk)
    const { id } = await makeDraft(page.request)
    await page.goto(`/me/declarations/${id}/edit`)
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(2000)])
    const files = Object.entries({
      '改名的程序.pdf': program,
      '程序.exe': program,
      '空白.pdf': Buffer.alloc(0),
      '太大.pdf': Buffer.alloc(21 * 1024 * 1024),
    }).map(([name, bytes]) => ({ path: testInfo.outputPath(name), bytes }))
    for (const { path, bytes } of files) await writeFile(path, bytes)
    await page.getByLabel('上传附件').setInputFiles(files.map(({ path }) => path))
    const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
    await expect(row('改名的程序.pdf')).toContainText('不支持这种文件')
    await expect(row('程序.exe')).toContainText('不支持这种文件')
    await expect(row('空白.pdf')).toContainText('空文件')
    await expect(row('太大.pdf')).toContainText('超过 20 MB')
    await page.reload()
    await expect(page.getByRole('heading', { name: '附件' })).toBeVisible()
    await expect(row('.pdf')).toHaveCount(0)
  })

  test('a double click saves one and sends one', async ({ page, clerk }) => {
    await enterAsConfirmed(page.request, clerk)
    await page.goto('/me/declarations/new')
    await fillRecord(page, record())
    await page.getByRole('button', { name: '保存' }).dblclick()
    await expect(page.getByText('已保存为草稿')).toBeVisible()
    const id = new URL(page.url()).pathname.split('/').at(-2) ?? ''
    await attachPdf(page.request, id, id)
    await page.goto('/me/declarations?state=all')
    await expect(page.getByRole('row', { name: record().name })).toHaveCount(1)
    await page.goto(`/me/declarations/${id}?view=check`)
    await page.getByRole('button', { name: '送审' }).dblclick()
    await expect(page.getByRole('heading', { name: '送审成功' })).toBeVisible()
    await page.getByRole('link', { name: '查看这条记录' }).click()
    await expect(page.getByRole('heading', { name: '办理经过' })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: /^送审/ })).toHaveCount(1)
  })

  test('a second window is told what changed', async ({ page, context, clerk }) => {
    await enterAsConfirmed(page.request, clerk)
    const { id } = await makeDraft(page.request)
    const other = await context.newPage()
    for (const window of [page, other]) {
      await window.goto(`/me/declarations/${id}/edit`)
      await expect(window.getByRole('textbox', { name: '拟申报学时' })).toHaveValue('16')
    }
    await page.getByRole('textbox', { name: '拟申报学时' }).fill('12')
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已保存', { exact: true })).toBeVisible()

    await other.getByRole('textbox', { name: '拟申报学时' }).fill('8')
    await other.getByRole('button', { name: '保存' }).click()
    await expect(
      other.getByText('拟申报学时：最新保存的是“12 学时”，您填写的是“8 学时”'),
    ).toBeVisible()
    await expect(other.getByRole('textbox', { name: '拟申报学时' })).toHaveValue('8')
    await other.getByRole('button', { name: '保存我填写的内容' }).click()
    await expect(other.getByText('已按您填写的内容保存')).toBeVisible()
    await page.reload()
    await expect(page.getByRole('textbox', { name: '拟申报学时' })).toHaveValue('8')
  })

  test('evidence deleted in another window stops 送审', async ({ page, context, clerk }) => {
    await enterAsConfirmed(page.request, clerk)
    const { id } = await makeDraft(page.request)
    await attachPdf(page.request, id, id)
    await page.goto(`/me/declarations/${id}?view=check`)
    await expect(page.getByRole('button', { name: '送审' })).toBeEnabled()
    const other = await context.newPage()
    await other.goto(`/me/declarations/${id}/edit`)
    await other.getByRole('button', { name: '删除附件' }).click()
    await other.getByRole('dialog').getByRole('button', { name: '删除' }).click()
    await expect(other.getByText('附件已删除')).toBeVisible()
    await page.getByRole('button', { name: '送审' }).click()
    await expect(page.getByText('尚未送审')).toBeVisible()
    await expect(page.getByText('还没有附件')).toBeVisible()
  })

  test('two reviewers: the second is told what the first did', async ({ page, clerk, visit }) => {
    const { context } = await visit()
    await enterAsConfirmed(context.request, clerk)
    const { id } = await sendRecord(context.request)
    await signIn(page.request, demo('employer.clerk'))
    const other = await page.context().newPage()
    for (const window of [page, other]) {
      await window.goto(`/employer/reviews/${id}`)
      await expect(window.getByRole('button', { name: '认定', exact: true })).toBeVisible()
    }
    await page.getByRole('button', { name: '认定', exact: true }).click()
    await expect(page.getByText('已认定 16 学时')).toBeVisible()
    await other.getByRole('button', { name: '认定', exact: true }).click()
    await expect(other.getByText('您的操作没有执行')).toBeVisible()
    await expect(other.getByText(/认定学时/).first()).toBeVisible()
  })

  test('an unknown one and a stranger’s are not there', async ({ page, clerk, visit }) => {
    const { context } = await visit()
    await enterAsConfirmed(context.request, clerk)
    const { id } = await makeDraft(context.request)
    await enterAsConfirmed(page.request, clerk)
    for (const place of [id, '018f0000-0000-7000-8000-000000000000', 'nonsense']) {
      await page.goto(`/me/declarations/${place}`)
      await expect(page.getByRole('main')).toContainText('没有找到这')
      await expect(page.getByRole('button', { name: '重试' })).toHaveCount(0)
      await expect(page.getByRole('main')).not.toContainText('数字化工具实务')
    }
  })

  test('reload, back and forward lose nothing that was typed', async ({ page, clerk }) => {
    await enterAsConfirmed(page.request, clerk)
    await page.goto('/me/declarations')
    await page.getByRole('link', { name: '添加', exact: true }).click()
    await fillRecord(page, record())
    const name = page.getByRole('textbox', { name: '课程名称' })
    await page.reload()
    await expect(name).toHaveValue(record().name)
    await expect(page.getByRole('textbox', { name: '拟申报学时' })).toHaveValue(record().hours)
    await page.goBack()
    await expect(page.getByRole('heading', { name: '继续教育记录申报' })).toBeVisible()
    await page.goForward()
    await expect(name).toHaveValue(record().name)
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已保存为草稿')).toBeVisible()
    await page.goto('/me/declarations/new')
    await expect(name).toHaveValue('')
  })

  test('offline: it is said, nothing is lost, and it goes on', async ({ page, context, clerk }) => {
    await enterAsConfirmed(page.request, clerk)
    await page.goto('/me/declarations/new')
    await fillRecord(page, record())
    await context.setOffline(true)
    await expect(page.getByText('网络已断开')).toBeVisible()
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByRole('alert')).toContainText('没有办成')
    await expect(page.getByRole('textbox', { name: '课程名称' })).toHaveValue(record().name)
    await context.setOffline(false)
    await expect(page.getByText('网络已断开')).toHaveCount(0)
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已保存为草稿')).toBeVisible()
  })
})

test.describe('the profile', () => {
  test('a reload keeps what was typed, for its person alone', async ({ page }) => {
    await enterAsNew(page.request)
    await page.goto('/me/profile')
    const school = page.getByRole('textbox', { name: '毕业院校' })
    await school.fill('岭南理工大学（演示）')
    await page.reload()
    await expect(school).toHaveValue('岭南理工大学（演示）')
    await enterAsNew(page.request)
    await page.goto('/me/profile')
    await expect(school).toHaveValue('')
  })

  test('without an employer it is kept and not sent', async ({ page }) => {
    await enterAsNew(page.request)
    await page.goto('/me/profile')
    await search(page, '工作单位', '不存在')
    await expect(page.getByText('没有找到。您的单位需要先在本系统注册')).toBeVisible()
  })
})

test('a login that has ended leads to the login and back', async ({ page, context }) => {
  await signIn(page.request, demo('individual'))
  await page.goto('/me')
  await expect(page.getByRole('heading', { name: '我的年度' })).toBeVisible()
  await context.clearCookies()
  await page.getByRole('link', { name: '继续教育证书打印' }).click()
  await expect(page.getByRole('heading', { name: '登录', level: 1 })).toBeVisible()
  await logInByHand(page, demo('individual'))
  await expect(page.getByRole('heading', { name: '继续教育证书打印' })).toBeVisible()
})

test('pages of the server’s own build are never loaded anew', async ({ page }) => {
  await page.goto('/')
  await page.evaluate('window.stays = true')
  await page.getByRole('navigation').getByRole('link', { name: '证书验证' }).click()
  await expect(page.getByRole('heading', { name: '证书验证', level: 1 })).toBeVisible()
  await page.getByRole('navigation').getByRole('link', { name: '登录' }).click()
  await expect(page.getByRole('heading', { name: '登录', level: 1 })).toBeVisible()
  expect(await page.evaluate('window.stays')).toBe(true)
})

const record = () => ({
  name: '行业标准与质量管理',
  category: '专业课' as const,
  form: '面授培训班',
  institution: '岭南智造工程技术有限公司（演示）',
  startOn: addDays(today, 0),
  endOn: addDays(today, 0),
  hours: '8',
})

test('a file that broke off goes on where it stopped', async ({ page, context, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  const { id } = await makeDraft(page.request)
  await page.goto(`/me/declarations/${id}/edit`)
  await expect(page.getByRole('button', { name: '上传附件' })).toBeVisible()
  await context.setOffline(true)
  const file = { name: '结业证书.pdf', mimeType: 'application/pdf', buffer: makePdf(id) }
  await page.getByLabel('上传附件').setInputFiles(file)
  await expect(page.getByText('网络中断，恢复后自动继续')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/^PDF · .+ · 已上传$/)).toBeVisible()
})

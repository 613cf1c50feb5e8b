import { studiedYear } from './days.ts'
import { makePdf } from './files.ts'
import { expectFocusShown, tabTo, textbox, type } from './keys.ts'
import { captchaAnswer, demo, enterAsConfirmed, inventPerson, signIn } from './people.ts'
import { sendRecord } from './records.ts'
import { expect, test } from './test.ts'

test('registration by keyboard alone', async ({ page }) => {
  const person = inventPerson()
  await page.goto('/')
  await expect(page.getByRole('img', { name: '验证码图片' })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到主要内容' })).toBeFocused()
  await expectFocusShown(page)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: '个人注册' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '注册', level: 1 })).toBeFocused()

  await tabTo(page, page.getByRole('tab', { name: '个人用户注册' }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: '单位用户注册' })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('ArrowLeft')
  await type(page, textbox(page, '登录账号'), person.accountName)
  await type(page, textbox(page, '密码'), person.password)
  await type(page, textbox(page, '确认密码'), person.password)
  await type(page, textbox(page, '姓名'), person.name)
  await type(page, textbox(page, '手机号码'), person.phone)
  await tabTo(page, page.getByRole('combobox', { name: '证件类型' }))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('combobox', { name: '证件类型' })).toHaveValue('hongKongId')
  await page.keyboard.press('ArrowUp')
  await type(page, textbox(page, '证件号码'), person.documentNumber)
  await type(page, textbox(page, '邮箱'), person.email)
  for (const at of [1, 2, 3])
    await type(
      page,
      page.getByRole('group', { name: `问题${at}` }).getByRole('textbox', { name: '答案' }),
      `答案 ${at}`,
    )
  await expect(page.getByRole('img', { name: '验证码图片' })).toBeVisible()
  await type(page, textbox(page, '验证码'), captchaAnswer)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeFocused()
})

test('the captcha without its picture', async ({ page }) => {
  await page.goto('/login')
  await type(page, textbox(page, '用户名'), 'nobody_here')
  await type(page, textbox(page, '密码'), 'Wrong12345')
  await tabTo(page, page.getByRole('button', { name: '看不清图片？改用自动验证' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('自动验证已完成，无需填写')).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: '登录' }))
  await page.keyboard.press('Enter')
  // The captcha was right: what is refused is the password.
  await expect(page.getByRole('alert')).toContainText('密码')
})

test('a record from 添加 to its receipt by keyboard alone', async ({ page, clerk }) => {
  await enterAsConfirmed(page.request, clerk)
  await page.goto('/me/declarations')
  await expect(page.getByText('还没有继续教育记录')).toBeVisible()
  await tabTo(page, page.getByRole('link', { name: '添加', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '添加继续教育记录' })).toBeFocused()

  await type(page, textbox(page, '课程名称'), '数字化工具实务')
  await tabTo(page, page.getByRole('combobox', { name: '课程类型' }))
  for (const _ of ['公需课', '专业课']) await page.keyboard.press('ArrowDown')
  await tabTo(page, page.getByRole('combobox', { name: '学习形式' }))
  await page.keyboard.press('ArrowDown')
  await type(page, textbox(page, '施教机构'), '大湾区数字技能学院（演示）')
  for (const label of ['学习开始时间', '学习结束时间']) {
    const group = page.getByRole('group', { name: label })
    await type(page, group.getByRole('spinbutton').first(), `${studiedYear}0105`)
  }
  await type(page, textbox(page, '拟申报学时'), '8')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '编辑继续教育记录' })).toBeVisible()

  const upload = page.getByRole('button', { name: '上传附件' })
  // Listened for some steps ahead: the browser takes a moment before it hands choosers over.
  const chooser = page.waitForEvent('filechooser')
  await tabTo(page, upload)
  await page.keyboard.press('Enter')
  await (
    await chooser
  ).setFiles({
    name: '结业证书.pdf',
    mimeType: 'application/pdf',
    buffer: makePdf(page.url()),
  })
  await expect(page.getByText(/^PDF · .+ · 已上传$/)).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: '查看附件 结业证书.pdf' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('img', { name: '第 1 页' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: '查看附件 结业证书.pdf' })).toBeFocused()
  await tabTo(page, page.getByRole('link', { name: '检查并送审' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '检查并送审' })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: '送审' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '送审成功' })).toBeFocused()
})

test('a reviewer walks the queue by J and K and decides by A', async ({ page, clerk, visit }) => {
  const { context } = await visit()
  const person = await enterAsConfirmed(context.request, clerk)
  for (const name of ['第一条', '第二条']) await sendRecord(context.request, { name })
  await signIn(page.request, demo('employer.clerk'))
  await page.goto(`/employer/reviews?person=${encodeURIComponent(person.name)}`)
  await page.getByRole('link', { name: `审核 ${person.name}：第一条` }).press('Enter')
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toContainText('第一条')
  await expect(page.getByRole('button', { name: '下一条' })).toBeEnabled()
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: '键盘快捷键' })
  await expect(keys.getByText('J', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(keys).toHaveCount(0)
  await page.keyboard.press('j')
  await expect(heading).toContainText('第二条')
  await page.keyboard.press('k')
  await expect(heading).toContainText('第一条')
  await page.keyboard.press('a')
  await expect(page.getByRole('dialog', { name: '认定 16 学时？' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('已认定 16 学时')).toBeVisible()
  await expect(heading).toContainText('第二条')
  await page.keyboard.press('r')
  await expect(page.getByRole('dialog', { name: '退回这条记录' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

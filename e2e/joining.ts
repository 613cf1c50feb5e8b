import { expect, type Page } from '@playwright/test'
import { choosePlace, fillDay, logInByHand, pick, solveCaptcha } from './forms.ts'
import { demo, newPasswordOf, type Person } from './people.ts'

const employer = demo('employer.clerk')
const questions = ['您母亲的姓名是?', '您配偶的生日是?', '您的学号(或者工号)是?']

/** From the home page to the end of the form 3.1.1 of the manual, every field of it. */
export async function fillRegistration(page: Page, person: Person): Promise<void> {
  await page.goto('/')
  await page.getByRole('form', { name: '登录' }).getByRole('link', { name: '个人注册' }).click()
  await expect(page.getByRole('heading', { name: '注册', level: 1 })).toBeVisible()
  await page.getByRole('tab', { name: '单位用户注册' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('单位')
  await page.getByRole('tab', { name: '个人用户注册' }).click()

  const form = page.getByRole('form', { name: '个人用户注册' })
  await form.getByRole('textbox', { name: '登录账号' }).fill(person.accountName)
  await form.getByRole('textbox', { name: '密码', exact: true }).fill(person.password)
  await form.getByRole('textbox', { name: '确认密码', exact: true }).fill(person.password)
  await form.getByRole('textbox', { name: '姓名' }).fill(person.name)
  await form.getByRole('textbox', { name: '手机号码' }).fill(person.phone)
  await expect(form.getByRole('combobox', { name: '国家/地区' })).toHaveValue('CHN')
  await form.getByRole('combobox', { name: '证件类型' }).selectOption('居民身份证(户口簿)')
  await form.getByRole('textbox', { name: '证件号码' }).fill(person.documentNumber)
  await form.getByRole('textbox', { name: '邮箱' }).fill(person.email)
  for (const [at, question] of questions.entries()) {
    const group = form.getByRole('group', { name: `问题${at + 1}` })
    await expect(group.getByRole('combobox').locator('option:checked')).toHaveText(question)
    await group.getByRole('textbox', { name: '答案' }).fill(`答案 ${at + 1}`)
  }
  await solveCaptcha(page)
}

/** From the home page to 注册成功. */
export async function registerByHand(page: Page, person: Person): Promise<void> {
  await fillRegistration(page, person)
  const form = page.getByRole('form', { name: '个人用户注册' })
  await form.getByRole('button', { name: '注册' }).click()
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible()
  await expect(page.getByText(person.accountName)).toBeVisible()
}

/** The login with the forced change of password. */
export async function firstLogin(page: Page, person: Person): Promise<void> {
  await page.getByRole('link', { name: '去登录' }).click()
  await logInByHand(page, { account: person.accountName, password: person.password })
  await expect(page.getByRole('heading', { name: '修改密码' })).toBeVisible()
  // Nothing else opens before the password is another one.
  await page.goto('/me/profile')
  await expect(page.getByRole('heading', { name: '修改密码' })).toBeVisible()

  const form = page.getByRole('form', { name: '修改密码' })
  await form.getByRole('textbox', { name: '原密码', exact: true }).fill(person.password)
  await form.getByRole('textbox', { name: '新密码', exact: true }).fill(newPasswordOf(person))
  await form.getByRole('textbox', { name: '确认新密码', exact: true }).fill(newPasswordOf(person))
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('密码已修改')).toBeVisible()
}

/** 人员基本信息维护, the whole form; the employer is found by pinyin. */
export async function fillProfile(page: Page, person: Person): Promise<void> {
  await expect(page).toHaveURL('/me/profile')
  await expect(page.getByRole('heading', { name: '人员基本信息维护' })).toBeVisible()
  // Whoever wanted another page is told why it is this one.
  await expect(page.getByText('请先填写并保存基本信息')).toBeVisible()
  const form = page.getByRole('form', { name: '人员基本信息维护' })
  await expect(form).toContainText(person.name)
  // What the document number tells is shown and not asked again.
  const birthYear = Number(person.documentNumber.slice(6, 10))
  await expect(form).toContainText(`${birthYear}-`)
  await expect(form).not.toContainText(person.documentNumber)

  await form.getByRole('combobox', { name: '民族' }).selectOption('汉族')
  await choosePlace(page, '籍贯', ['广东省', '梅州市', '梅县区'])
  await form.getByRole('combobox', { name: '最高学历' }).selectOption('大学本科毕业')
  await form.getByRole('combobox', { name: '最高学位' }).selectOption({ index: 3 })
  await form.getByRole('textbox', { name: '所学专业' }).fill('电子信息工程')
  await form.getByRole('textbox', { name: '毕业院校' }).fill('岭南理工大学（演示）')
  await fillDay(form, '毕业时间', `${birthYear + 22}-06-30`)
  await fillDay(form, '参加工作时间', `${birthYear + 22}-07-15`)
  await expect(form.getByRole('textbox', { name: '联系电话' })).toHaveValue(person.phone)
  await expect(form.getByRole('textbox', { name: '邮箱' })).toHaveValue(person.email)
  await pick(page, '专业技术任职资格', '工程师', '工程师')
  await fillDay(form, '取得资格时间', '2024-12-20')
  await form.getByRole('combobox', { name: '专业系列' }).selectOption({ label: '工程技术' })
  await form.getByRole('textbox', { name: '从事专业' }).fill('电子信息')
  await form.getByRole('textbox', { name: '邮政编码' }).fill('510630')
  await pick(page, '工作单位', 'lingnanzhizao', employer.unit)
  await choosePlace(page, '工作单位所在地', ['广东省', '广州市', '天河区'])
  await form.getByRole('button', { name: '保存' }).click()

  await expect(page.getByRole('heading', { name: '已提交给单位确认' })).toBeVisible()
  await page.getByRole('button', { name: '查看提交的信息' }).click()
  await expect(page.getByText('待单位确认')).toBeVisible()
}

/** The clerk, from the login to the person's row gone. */
export async function confirmPerson(clerk: Page, person: Person): Promise<void> {
  await clerk.goto('/login')
  await logInByHand(clerk, employer)
  const todo = clerk.getByRole('row', { name: '等待单位确认的人员' })
  await expect(todo).toContainText(/\d 项/)
  await todo.getByRole('link', { name: '去确认' }).click()
  await expect(clerk.getByRole('heading', { name: '人员确认' })).toBeVisible()
  await clerk.getByRole('row', { name: person.name }).getByRole('button', { name: '核对' }).click()
  const drawer = clerk.getByRole('dialog', { name: '核对人员基本信息' })
  await expect(drawer).toContainText('电子信息工程')
  await drawer.getByRole('button', { name: '确认' }).click()
  await expect(clerk.getByText(`已确认 ${person.name}`)).toBeVisible()
  await expect(clerk.getByRole('row', { name: person.name })).toHaveCount(0)
}

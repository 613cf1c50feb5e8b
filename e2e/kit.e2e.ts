import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { expectAccessible } from './axe.ts'
import { freePort } from './server.ts'
import { expect, type Locator, type Page, siteUrl, test } from './test.ts'

let pages: ViteDevServer
let url = ''

/** The page of all pieces is part of no production build: the sources are served as they are. */
test.beforeAll(async () => {
  const web = join(import.meta.dirname, '..', 'web')
  process.env['API_URL'] = siteUrl()
  const port = await freePort()
  pages = await createServer({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'warn',
    server: { port, strictPort: true },
  })
  await pages.listen()
  url = `http://127.0.0.1:${port}`
})
test.afterAll(() => pages.close())

for (const part of ['pieces', 'forms', 'lists', 'states', 'others', 'wholes'])
  test(`every piece in every state: ${part}`, async ({ page }) => {
    await page.goto(`${url}/_kit#${part}`)
    await expect(page.getByRole('heading', { level: 1, name: '组件一览' })).toBeVisible()
    await expect(page.getByRole('tab', { selected: true })).toBeVisible()
    await expectAccessible(page, `kit ${part}`)
  })

const layers: Readonly<Record<string, { part: string; open: (page: Page) => Promise<unknown> }>> = {
  dialog: {
    part: 'pieces',
    open: (page) => press(page, '对话框', page.getByRole('dialog', { name: '我要报名' })),
  },
  drawer: {
    part: 'pieces',
    open: (page) => press(page, '抽屉', page.getByRole('dialog', { name: '人员基本信息' })),
  },
  'question before deleting': {
    part: 'pieces',
    open: (page) => press(page, '确认删除', page.getByRole('dialog', { name: '删除 2 条草稿？' })),
  },
  menu: {
    part: 'pieces',
    open: (page) => press(page, '更多操作', page.getByRole('menu')),
  },
  toast: {
    part: 'pieces',
    open: (page) => press(page, '失败提示', page.getByText('没有保存成功，请重试')),
  },
  'error summary': {
    part: 'forms',
    open: (page) => press(page, '提交', page.getByRole('alert').first()),
  },
  'decision with a reason': {
    part: 'others',
    open: (page) => press(page, '退回并写明原因', page.getByRole('dialog')),
  },
  'form overtaken': {
    part: 'others',
    open: async (page) => {
      await page.getByRole('textbox', { name: '培训天数' }).fill('3')
      const form = page.getByRole('form', { name: '其他输入框' })
      await form.getByRole('button', { name: '提交' }).click()
      await expect(page.getByText('刚刚有人保存过修改', { exact: true })).toHaveCount(3)
    },
  },
}

async function press(page: Page, button: string, shown: Locator) {
  await page.getByRole('button', { name: button, exact: true }).first().click()
  await expect(shown).toBeVisible()
}

for (const [name, { part, open }] of Object.entries(layers))
  test(`open: ${name}`, async ({ page }) => {
    await page.goto(`${url}/_kit#${part}`)
    await open(page)
    await expectAccessible(page, name)
  })

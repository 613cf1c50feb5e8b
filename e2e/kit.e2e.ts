import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { expectAccessible } from './axe.ts'
import { freePort } from './server.ts'
import { expect, siteUrl, test } from './test.ts'

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

for (const part of ['pieces', 'forms', 'lists', 'states'])
  test(`every piece in every state: ${part}`, async ({ page }) => {
    await page.goto(`${url}/_kit#${part}`)
    await expect(page.getByRole('heading', { level: 1, name: '组件一览' })).toBeVisible()
    await expect(page.getByRole('tab', { selected: true })).toBeVisible()
    await expectAccessible(page, `kit ${part}`)
  })

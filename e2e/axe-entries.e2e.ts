import { expectAccessibleInLight } from './axe.ts'
import { demo, signIn } from './people.ts'
import { expect, type Page, test } from './test.ts'

/** The portals, each by a login that sees its whole menu; null: a visitor's. */
const portals = [
  ['/', null],
  ['/me', 'individual'],
  ['/employer', 'employer.manager'],
  ['/institution', 'institution'],
  ['/industry', 'industry'],
  ['/hrss', 'hrss.province'],
  ['/admin/system', 'admin.system'],
  ['/admin/security', 'admin.security'],
  ['/admin/audit', 'admin.audit'],
] as const

/** Everything asked for is there, or has said why not. */
async function settle(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('.skeleton')).toHaveCount(0)
}

// What stands open in one state or another is looked at by the stories; here no page of a menu is forgotten.
for (const [home, role] of portals)
  test(`every page in the menu of ${home}`, async ({ page }) => {
    if (role) await signIn(page.request, demo(role))
    await page.goto(home)
    await settle(page)
    const menu = page.getByRole('navigation').getByRole('listitem').getByRole('link')
    const paths = new Set(
      await menu.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? '')),
    )
    expect(paths.size).toBeGreaterThan(3)
    for (const path of paths) {
      await page.locator(`nav a[href="${path}"]`).first().click()
      await expect(page).toHaveURL((url) => url.pathname === new URL(path, url).pathname)
      await settle(page)
      await expectAccessibleInLight(page, path)
    }
  })

import type { Platform } from '../../platform/platform.ts'
import { createRate } from '../../platform/rate.ts'
import type { PlainPage } from '../../platform/static.ts'
import { attemptsAllowed, find, windowSeconds } from '../verification/service.ts'
import { present } from '../verification/rules.ts'
import { silentPage, verdictPage } from './rules.ts'

// Counted apart from what the page's script asks for: whoever runs scripts asks twice for each visit.
const rates = new WeakMap<Platform['db'], ReturnType<typeof createRate>>()

/**
 * The page of `/verify/<code>` for a browser that runs no script; null for every other address. The look is
 * counted by the script's own question, not here.
 */
export async function plainPage(
  platform: Platform,
  { path, address }: { path: string; address: string },
): Promise<PlainPage | null> {
  const code = /^\/verify\/([^/]+)\/?$/.exec(path)?.[1]
  if (code === undefined) return null
  const { db, clock, config, log } = platform
  const rate =
    rates.get(db) ?? createRate({ most: attemptsAllowed, windowMilliseconds: windowSeconds * 1000 })
  rates.set(db, rate)
  const at = clock.now()
  if (!rate.allows(address, at)) {
    const page = silentPage('查询过于频繁', '请过几分钟再试。')
    return { ...page, status: 429, retryAfterSeconds: windowSeconds }
  }
  try {
    const found = present(await find(db, code))
    const place = found.certificate ? `/verify/${found.certificate.code}` : '/verify'
    return { ...verdictPage(found, { at, address: config.publicUrl + place }), status: 200 }
  } catch (error) {
    log.error({ err: error }, 'a certificate could not be looked up for its page')
    return {
      ...silentPage('暂时查不到', '系统正忙，请稍后再试。'),
      status: 503,
      retryAfterSeconds: 5,
    }
  }
}

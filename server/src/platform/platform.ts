import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { BlindIndexes, Cipher, Keys } from './crypto.ts'
import type { Locker } from './files.ts'
import type { Signing } from './signing.ts'
import type { DB } from './tables.ts'

/** What every domain stands on, made once at start and carried by each actor. Knows no domain. */
export type Platform = {
  db: Kysely<DB>
  clock: Clock
  cipher: Cipher
  indexes: BlindIndexes
  keys: Keys
  locker: Locker
  /** The house's signature under its documents. */
  signing: Signing
  log: Logger
  config: Config
  /** Names the web bundle that this server came with; an older page reloads itself. */
  buildId: string
}

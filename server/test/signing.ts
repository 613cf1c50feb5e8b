import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Clock } from '../src/platform/clock.ts'
import { createSigning, type Signing } from '../src/platform/signing.ts'

/** The signature of a demo. Its key takes a moment to make, so all tests of a machine share one. */
export function testSigning(clock: Clock): Signing {
  const dataDir = join(tmpdir(), 'xueshi-test-signing')
  return createSigning(
    { signing: 'demo', timeAuthorities: [], dataDir },
    clock,
    pino({ level: 'silent' }),
  )
}

import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['contract/src/**/*.test.ts', 'server/**/*.test.ts', 'web/src/**/*.test.{ts,tsx}'],
    // Files share a worker's module cache: forty files load in a second and a half instead of
    // twenty. Each has a database of its own, so nothing is shared that a test may change.
    isolate: false,
    pool: 'threads',
    // Vitest leaves a core to itself, half of a machine with two; a test waits for PostgreSQL half of its time,
    // and PostgreSQL for the test.
    maxWorkers: Math.max(2, availableParallelism()),
    globalSetup: ['server/test/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})

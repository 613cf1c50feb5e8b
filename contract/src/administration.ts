import * as z from 'zod/mini'
import { endpoint } from './endpoint.ts'
import { LoginSettings, SystemSettings } from './settings.ts'
import { Id, Instant, SavedVersion } from './shapes.ts'

/** One saving of a part: who, when, and each value before and after. */
export const SettingChange = z.object({
  id: Id,
  at: Instant,
  byName: z.string(),
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
})
export type SettingChange = z.infer<typeof SettingChange>

/** A part of what administrators set, with its version and its newest savings. */
export const settingsStanding = <Values extends z.ZodMiniType>(values: Values) =>
  z.object({
    version: SavedVersion,
    values,
    /** The newest ten. */
    changes: z.array(SettingChange),
  })

export const readSystemSettings = endpoint('GET /administration/settings', {
  summary: '参数',
  by: ['systemAdmin'],
  repeat: 'natural',
  reply: settingsStanding(SystemSettings),
})
/** STALE: somebody saved in between; `current` is what they saved. */
export const saveSystemSettings = endpoint('PUT /administration/settings', {
  summary: '保存参数',
  by: ['systemAdmin'],
  repeat: 'natural',
  body: z.object({ version: SavedVersion, values: SystemSettings }),
  reply: settingsStanding(SystemSettings),
  errors: ['STALE'],
})

export const readLoginSettings = endpoint('GET /administration/login-settings', {
  summary: '登录策略',
  by: ['securityAdmin'],
  repeat: 'natural',
  reply: settingsStanding(LoginSettings),
})
export const saveLoginSettings = endpoint('PUT /administration/login-settings', {
  summary: '保存登录策略',
  by: ['securityAdmin'],
  repeat: 'natural',
  body: z.object({ version: SavedVersion, values: LoginSettings }),
  reply: settingsStanding(LoginSettings),
  errors: ['STALE'],
})

/** 运行状态: how the house is at this moment, seen from the process that answers. */
export const HouseState = z.object({
  at: Instant,
  startedAt: Instant,
  versions: z.object({
    application: z.string(),
    node: z.string(),
    database: z.string(),
  }),
  /** Connections of this process, those at work, and callers who wait for one. */
  pool: z.object({ open: z.int(), inUse: z.int(), waiting: z.int(), most: z.int() }),
  /** Age of the oldest message or job that has not left the outbox; 0 when none waits. */
  relayLagSeconds: z.number(),
  jobs: z.object({ waiting: z.int(), retrying: z.int(), failed: z.int() }),
  lastSealAt: z.nullable(Instant),
  lastBackup: z.nullable(z.object({ at: Instant, rows: z.int(), files: z.int() })),
  demo: z.boolean(),
  /** The signature under certificates: whose it is, that nobody signs, or that the key does not work. */
  signing: z.object({
    state: z.enum(['signs', 'demo', 'off', 'out']),
    subject: z.nullable(z.string()),
    until: z.nullable(Instant),
  }),
})
export type HouseState = z.infer<typeof HouseState>

export const readHouseState = endpoint('GET /administration/state', {
  summary: '运行状态',
  by: ['systemAdmin'],
  repeat: 'natural',
  reply: HouseState,
})

import * as z from 'zod/mini'
import { passwordCeiling } from './password.ts'
import { text } from './text.ts'

const bounded = (least: number, most: number, code: string) =>
  z.int(code).check(z.gte(least, code), z.lte(most, code))

/** What the system administrator sets: what the site says of itself, and what passwords may be. */
export const SystemSettings = z.object({
  host: text({ min: 1, max: 50 }),
  hotline: z.string().check(z.regex(/^[0-9][0-9-]{2,19}$/, 'HOTLINE_FORMAT')),
  icp: text({ min: 0, max: 50 }),
  siteCode: z.string().check(z.regex(/^[0-9]{0,20}$/, 'SITE_CODE_FORMAT')),
  /** The longest password; the manual's 16 unless the installation wants more. */
  passwordCeiling: bounded(16, 64, 'CEILING_RANGE'),
  /** Whether finding an account back asks two secret answers beside the code. */
  recoveryAnswers: z.boolean(),
})
export type SystemSettings = z.infer<typeof SystemSettings>

/** What the security administrator sets of logins, within bounds that keep them safe. */
export const LoginSettings = z.object({
  idleMinutes: bounded(5, 30, 'IDLE_RANGE'),
  staffIdleMinutes: bounded(5, 15, 'STAFF_IDLE_RANGE'),
  failuresBeforeRest: bounded(5, 10, 'FAILURES_RANGE'),
})
export type LoginSettings = z.infer<typeof LoginSettings>

/**
 * The dictionaries that the province words itself: trades, and the sentences that reviewers press.
 * All others follow their standards and come with a build.
 */
export const keptDictionaries = [
  'industries',
  'returnReasons',
  'rejectReasons',
  'cutReasons',
  'upholdReasons',
] as const
export type KeptDictionary = (typeof keptDictionaries)[number]

/** What an entry is called. */
export const EntryLabel = z.object({ label: text({ min: 1, max: 60 }) })
export const DictionaryEntry = z.object({
  code: z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,30}$/)),
  ...EntryLabel.shape,
  /** No longer offered; what was chosen before keeps its name. */
  retired: z.boolean(),
})
export type DictionaryEntry = z.infer<typeof DictionaryEntry>

/** The entries in their order. */
export const Dictionary = z.object({ entries: z.array(DictionaryEntry) })
export type Dictionary = z.infer<typeof Dictionary>

/** What is saved as one, with a version of its own. */
export const settingParts = ['system', 'login', ...keptDictionaries] as const
export type SettingPart = (typeof settingParts)[number]

/** What holds until an administrator says otherwise. */
export const defaultSettings = {
  system: {
    host: '广东省人力资源和社会保障厅',
    hotline: '12333',
    icp: '粤ICP备00000000号',
    siteCode: '4400000000',
    passwordCeiling,
    recoveryAnswers: true,
  },
  login: { idleMinutes: 30, staffIdleMinutes: 15, failuresBeforeRest: 10 },
} as const satisfies { system: SystemSettings; login: LoginSettings }

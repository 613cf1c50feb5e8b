import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { hoursTenths } from '../hours.ts'
import { ById, Version } from '../shapes.ts'
import { text } from '../text.ts'
import { Declaration } from './shapes.ts'

const Reason = text({ min: 1, max: 500 })
const hearing = ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD', 'NOT_YOUR_STEP'] as const
const authorities = ['industry', 'hrss'] as const

/** 申诉: the level above the office that decided hears it. NO_HIGHER_OFFICE above the last. */
export const appealDeclaration = endpoint('POST /declarations/:id/appeal', {
  summary: '申诉',
  by: ['individual'],
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: Reason }),
  reply: Declaration,
  errors: ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'NO_HIGHER_OFFICE'],
})

export const upholdDeclaration = endpoint('POST /declarations/:id/uphold', {
  summary: '维持原决定',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: z.object({ version: Version, reason: Reason }),
  reply: Declaration,
  errors: hearing,
})

/** 改判: more hours than the decision gave, at most those claimed; fewer than claimed with a reason. */
export const grantDeclaration = endpoint('POST /declarations/:id/grant', {
  summary: '改判认定',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: z.object({
    version: Version,
    recognisedTenths: hoursTenths,
    reason: z.nullable(Reason),
  }),
  reply: Declaration,
  errors: [...hearing, 'HOURS_ABOVE_CLAIM', 'HOURS_NOT_ABOVE', 'REASON_REQUIRED'],
})

const Revoking = z.object({
  version: Version,
  /** The paper that it stands on: its title or number. */
  decision: text({ min: 1, max: 100 }),
  reason: Reason,
})
const overseeing = ['NOT_FOUND', 'STALE', 'WRONG_STATE', 'OWN_RECORD'] as const

/** 撤销认定: the hours leave the ledger by a reversing entry in the same act. */
export const revokeDeclaration = endpoint('POST /declarations/:id/revoke', {
  summary: '撤销认定',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: Revoking,
  reply: Declaration,
  errors: overseeing,
})

/** 恢复认定, by the office that revoked it or one above: the hours are credited anew. */
export const reinstateDeclaration = endpoint('POST /declarations/:id/reinstate', {
  summary: '恢复认定',
  by: authorities,
  repeat: 'key',
  params: ById,
  body: Revoking,
  reply: Declaration,
  errors: overseeing,
})

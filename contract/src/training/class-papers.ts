import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { ById } from '../shapes.ts'
import { BySession } from './attendance.ts'

const institution = ['institution'] as const
const pdf = { repeat: 'natural', media: 'application/pdf', reply: z.unknown() } as const
const errors = ['NOT_FOUND', 'UNPRINTABLE'] as const

/** 学员名册: whoever has a place, or had one when the class ended. */
export const printRoster = endpoint('GET /classes/:id/roster', {
  summary: '打印学员名册',
  by: institution,
  params: ById,
  errors,
  ...pdf,
})

/** 签到表 of one session, to be signed by hand. */
export const printSignInSheet = endpoint('GET /classes/:id/sessions/:sessionId/sign-in-sheet', {
  summary: '打印签到表',
  by: institution,
  params: BySession,
  errors,
  ...pdf,
})

/** 开班通知, as the institution sends it out. */
export const printClassNotice = endpoint('GET /classes/:id/notice', {
  summary: '打印开班通知',
  by: institution,
  params: ById,
  errors,
  ...pdf,
})

/** 开班通知 of a class in which one has a place. NOT_FOUND for who has none. */
export const printOwnNotice = endpoint('GET /enrolments/:id/notice', {
  summary: '打印开班通知',
  by: ['individual'],
  params: ById,
  errors,
  ...pdf,
})

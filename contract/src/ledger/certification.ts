import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Code, YearText } from '../shapes.ts'
import { Task } from '../tasks.ts'
import { CertificationTerms } from './rule-sets.ts'

const Scope = { year: YearText, series: z.optional(Code) }

/** At most so many are counted before a certification is begun. */
export const metCountLimit = 10_000

/** How many years of the office's region wait for their certification; no more than the limit are counted. */
export const countMetYears = endpoint('GET /certifications/waiting', {
  summary: '待认证人数',
  by: ['hrss'],
  repeat: 'natural',
  query: z.object(Scope),
  reply: z.object({
    count: z.int(),
    /** By the rules of the office's own place; null for a year without rules. */
    certification: z.nullable(CertificationTerms),
  }),
})

/** 年度认证 of everybody in the region whose year meets its rules: long work, in steps. */
export const beginCertification = endpoint('POST /certifications', {
  summary: '开始年度认证',
  by: ['hrss'],
  repeat: 'key',
  body: z.object(Scope),
  reply: Task,
  errors: ['TASKS_TOO_MANY', 'CERTIFICATION_CLOSED'],
})

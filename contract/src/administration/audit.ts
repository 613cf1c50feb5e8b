import * as z from 'zod/mini'
import { actorKinds } from '../actor.ts'
import { endpoint } from '../endpoint.ts'
import { ById, Cursor, Day, Id, Instant, pageOf } from '../shapes.ts'
import { ReasonForm } from './accounts.ts'

/** Acts by which somebody saw what is masked for everyone else. */
export const sensitiveActs = ['audit.reveal', 'correction.reveal', 'person.reveal'] as const

export const AuditRow = z.object({
  id: Id,
  at: Instant,
  act: z.string(),
  actorKind: z.enum(['visitor', 'system', ...actorKinds]),
  actorId: z.nullable(Id),
  /** null: a visitor, the house itself, or an account that is erased. */
  actorName: z.nullable(z.string()),
  accountName: z.nullable(z.string()),
  unitName: z.nullable(z.string()),
  recordId: z.nullable(Id),
  address: z.string(),
  requestId: z.string(),
  facts: z.record(z.string(), z.unknown()),
  /** Whether it holds personal values, which are shown for a reason only. */
  personal: z.boolean(),
})
export type AuditRow = z.infer<typeof AuditRow>

const Query = {
  act: z.optional(z.string().check(z.regex(/^[A-Za-z]+(\.[A-Za-z]+)*$/), z.maxLength(60))),
  /** The account name of whoever acted. */
  actor: z.optional(z.string().check(z.maxLength(64))),
  record: z.optional(z.string().check(z.maxLength(64))),
  from: z.optional(Day),
  to: z.optional(Day),
  after: z.optional(Cursor),
}

/** 审计日志: newest first; days are those of Asia/Shanghai, both included. */
export const listAudit = endpoint('GET /administration/audit', {
  summary: '审计日志',
  by: ['auditAdmin'],
  repeat: 'natural',
  query: z.object(Query),
  reply: pageOf(AuditRow),
})

/** 敏感信息查看记录: who saw what is masked for others, whose it was, and why. */
export const listSensitiveViews = endpoint('GET /administration/sensitive-views', {
  summary: '敏感信息查看记录',
  by: ['auditAdmin'],
  repeat: 'natural',
  query: z.object({ after: z.optional(Cursor) }),
  reply: pageOf(AuditRow),
})

/** The personal values of one row, for a reason that is put on record. Erased ones are gone: NOT_FOUND. */
export const revealAudit = endpoint('POST /administration/audit/:id/personal', {
  summary: '查看个人信息',
  by: ['auditAdmin'],
  repeat: 'natural',
  params: ById,
  body: ReasonForm,
  reply: z.object({ values: z.unknown() }),
  errors: ['NOT_FOUND'],
})

export const auditCheckStates = ['waiting', 'running', 'done', 'failed'] as const

export const AuditCheck = z.object({
  id: Id,
  state: z.enum(auditCheckStates),
  at: Instant,
  byName: z.string(),
  sealsTotal: z.int(),
  sealsDone: z.int(),
  rows: z.nullable(z.int()),
  /** Rows since the newest seal, which are not covered yet. */
  uncovered: z.nullable(z.int()),
  /** What does not fit; at most the first hundred are kept. */
  findings: z.array(
    z.object({
      kind: z.string(),
      auditId: z.optional(Id),
      sealId: z.optional(z.int()),
      /** A row outside the audit: of the ledger, or a certificate. */
      table: z.optional(z.enum(['ledgerEntries', 'certificates'])),
      rowId: z.optional(Id),
      personId: z.optional(Id),
      year: z.optional(z.int()),
    }),
  ),
  endedAt: z.nullable(Instant),
})
export type AuditCheck = z.infer<typeof AuditCheck>

export const AuditSeals = z.object({
  seals: z.array(z.object({ id: z.int(), at: Instant, size: z.int(), root: z.string() })),
  checks: z.array(AuditCheck),
})

/** 完整性校验: the newest seals and checks. */
export const readIntegrity = endpoint('GET /administration/audit-checks', {
  summary: '完整性校验',
  by: ['auditAdmin'],
  repeat: 'natural',
  reply: AuditSeals,
})

/** Walks through the whole audit; while one walk is under way it is the answer. */
export const startAuditCheck = endpoint('POST /administration/audit-checks', {
  summary: '开始校验',
  by: ['auditAdmin'],
  repeat: 'natural',
  body: z.object({}),
  reply: AuditCheck,
})

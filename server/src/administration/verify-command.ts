// npm run audit:verify: names every audit row, seal, ledger entry and certificate that is not as it was made.
import { createDatabase } from '../platform/database.ts'
import { loadKeys } from '../platform/keys.ts'
import { withOwnerDatabase } from '../platform/owner-database.ts'
import type { RowFinding } from '../platform/row-verify.ts'
import { sealsLogOf } from '../platform/seals.ts'
import { verify } from './audit/service.ts'

const tableNames = { ledgerEntries: 'ledger entry', certificates: 'certificate' }
const rowOf = ({ table, rowId, personId, year }: RowFinding) =>
  `${tableNames[table]} ${rowId} of person ${personId}, year ${year},`

type Finding = Awaited<ReturnType<typeof verify>>['findings'][number]

const sentenceOf = (finding: Finding) => {
  switch (finding.kind) {
    case 'changed':
      return `row ${finding.auditId} was changed after seal ${finding.sealId}`
    case 'removed':
      return `row ${finding.auditId} was removed after seal ${finding.sealId}`
    case 'slippedIn':
      return `row ${finding.auditId} was slipped in`
    case 'rowChanged':
      return `${rowOf(finding)} was changed after it was written`
    case 'rowRemoved':
      return `${rowOf(finding)} was removed`
    case 'rowSlippedIn':
      return `${rowOf(finding)} was slipped in or changed`
    case 'partChanged':
      return `a part of what row ${finding.auditId} lists is not as it was written`
    case 'leavesChanged':
      return `the leaves of seal ${finding.sealId} are not those that were signed`
    case 'badSignature':
      return `seal ${finding.sealId} was not signed with this installation's key`
    case 'chainBroken':
      return `seal ${finding.sealId} does not follow the seal before it`
    case 'sealChanged':
      return `seal ${finding.sealId} is not as the log outside the database has it`
    case 'sealMissing':
      return `seal ${finding.sealId} is in the log outside the database and no longer in it`
  }
}

try {
  await withOwnerDatabase(async (ownerUrl, config) => {
    const { db, close } = createDatabase(ownerUrl, {
      connections: 1,
      namedStatements: config.namedStatements,
      onError: (error) => console.error(error.message),
    })
    try {
      const report = await verify(db, await loadKeys(config), {
        sealsLog: sealsLogOf(config),
      })
      for (const finding of report.findings) console.log(sentenceOf(finding))
      console.log(
        `${report.rows} rows under ${report.seals} seals: ${report.findings.length} findings`,
      )
      const since = report.coveredSince?.toISOString() ?? null
      for (const { name, rows, older } of report.tables) {
        console.log(`${rows} rows of ${name}, covered ${since ? `since ${since}` : 'not yet'}`)
        if (older > 0) console.log(`${older} rows of ${name} are from before and not covered`)
      }
      if (report.uncovered > 0)
        console.log(`${report.uncovered} rows are newer than the newest seal and not covered yet`)
      if (report.findings.length > 0) process.exitCode = 2
    } finally {
      await close()
    }
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

// npm run audit:verify: names every audit row and seal that is not as it was sealed.
import { createDatabase } from './database.ts'
import { loadKeys } from './keys.ts'
import { withOwnerDatabase } from './owner-database.ts'
import { verifyAudit, type Finding } from './seal-verify.ts'
import { sealsLogOf } from './seals.ts'

const sentenceOf = (finding: Finding) => {
  switch (finding.kind) {
    case 'changed':
      return `row ${finding.auditId} was changed after seal ${finding.sealId}`
    case 'removed':
      return `row ${finding.auditId} was removed after seal ${finding.sealId}`
    case 'slippedIn':
      return `row ${finding.auditId} was slipped in`
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
      const report = await verifyAudit(db, await loadKeys(config), {
        sealsLog: sealsLogOf(config),
      })
      for (const finding of report.findings) console.log(sentenceOf(finding))
      console.log(
        `${report.rows} rows under ${report.seals} seals: ${report.findings.length} findings`,
      )
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

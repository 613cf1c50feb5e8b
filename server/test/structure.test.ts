import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { filledFromBelow, fileNames, order, otherFiles, owners } from './floor-plan.ts'
import { parts } from './floor-plan-parts.ts'
import { circlesOf, sourceOf, sourcesUnder, type Source } from './sources.ts'

const heightOf = (domain: string) => {
  const at = order.findIndex((line) => line.includes(domain))
  return at < 0 ? null : order.length - at
}

const nameless = /(^|\/)(index|utils?|helpers?|common|managers?)(\.|\/)/
const generated = ['server/src/platform/tables.ts']
const lineLimit = { source: 300, test: 400 }

const contract = sourcesUnder('contract/src')
const server = sourcesUnder('server/src')
const web = sourcesUnder('web/src')
const tests = [...sourcesUnder('server/test'), ...sourcesUnder('server/seed')]
const all = [...contract, ...server, ...web, ...tests]

const isTest = ({ path }: Source) => /\.test\.tsx?$/.test(path)

/** Package, domain (null where it has none) and what remains, of one of our files. */
const placeOf = (path: string) => {
  const [, owner = '', rest = ''] = /^(contract|server|web)\/src\/(.+)$/.exec(path) ?? []
  const [first = ''] = rest.split('/')
  const name = owner === 'contract' ? first.replace(/\.ts$/, '') : first
  return { owner, domain: heightOf(name) === null ? null : name, rest }
}

/** What breaks a rule, one sentence each; a rule is a function, so that a test can show it at work. */
type Rule = (source: Source) => string[]

/** (1, 2) web → contract ← server, and each package's own libraries. */
const staysInPackage: Rule = ({ path, imports }) => {
  const { owner } = placeOf(path)
  const allowed = {
    contract: ['contract'],
    server: ['contract', 'server'],
    web: ['contract', 'web'],
  }
  const forbidden = {
    contract: /^(?!contract\/|zod\/mini$|vitest$|fast-check$|node:)/,
    server: /^(react|react-dom|@tanstack\/|vite)(\/|$)/,
    web: /^(node:|pg$|kysely|fastify|graphile-worker|pino|@node-rs|@xueshi\/server)/,
  }
  if (owner !== 'contract' && owner !== 'server' && owner !== 'web') return []
  return imports.flatMap((target) => {
    const [package_ = ''] = /^(contract|server|web)(?=\/)/.exec(target) ?? []
    const isForeign = package_ !== '' && !allowed[owner].includes(package_)
    // A test may read files and make cases; what it tests may not.
    const isLibrary =
      package_ === '' && forbidden[owner].test(target) && !isTest(sourceOf(path, ''))
    const isTestTool =
      owner === 'contract' &&
      !path.endsWith('.test.ts') &&
      /^(vitest|fast-check|node:)/.test(target)
    return isForeign || isLibrary || isTestTool ? [`${path} imports ${target}`] : []
  })
}

/** (3) Between domains only downward, and in the server only the other's service. */
const goesDown: Rule = ({ path, imports }) => {
  const from = placeOf(path)
  if (from.owner === '' || isTest(sourceOf(path, ''))) return []
  return imports.flatMap((target) => {
    const to = placeOf(target)
    if (to.owner !== from.owner || to.domain === null || to.domain === from.domain) return []
    if (from.domain === null)
      return from.rest.includes('/') && from.owner === 'web' && !from.rest.startsWith('portals/')
        ? [`${path} knows ${target}`]
        : []
    const isDown = (heightOf(from.domain) ?? 0) > (heightOf(to.domain) ?? 0)
    if (!isDown) return [`${path} goes up to ${target}`]
    const isFace =
      from.owner !== 'server' || to.domain === 'platform' || to.rest === `${to.domain}/service.ts`
    return isFace ? [] : [`${path} passes by the service of ${target}`]
  })
}

const kindOf = (rest: string) => /(\w+)\.ts$/.exec(rest)?.[1] ?? ''

/** (4) routes → service → store, and nobody but stores and the platform asks the database. */
const keepsFloors: Rule = ({ path, text, imports, typeImports }) => {
  const { owner, domain, rest } = placeOf(path)
  if (owner !== 'server' || domain === null || domain === 'platform' || isTest(sourceOf(path, '')))
    return []
  const kind = kindOf(rest)
  const below: Record<string, readonly string[]> = {
    routes: ['service'],
    service: ['service', 'store', 'rules'],
    jobs: ['service', 'store', 'rules'],
    store: ['store', 'rules'],
    rules: ['rules'],
  }
  const wrong = imports.flatMap((target) => {
    const to = placeOf(target)
    if (to.owner !== 'server' || to.domain !== domain) return []
    const reached = kindOf(to.rest)
    const isKnown = kind in below && reached in below
    // Rules are pure: they may name a row's type, and know no way to get one.
    const isTypeOfRow = kind === 'rules' && reached === 'store' && typeImports.includes(target)
    return isKnown && !isTypeOfRow && !below[kind]?.includes(reached)
      ? [`${path} reaches ${target}`]
      : []
  })
  const asks = imports.includes('kysely') || imports.includes('pg') || queryPattern.test(text)
  return kind !== 'store' && asks ? [...wrong, `${path} asks the database`] : wrong
}
const queryPattern = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/

const columnCase = (name: string) =>
  name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)

/** (4) A table is written by its own domain alone. */
const writesItsOwn: Rule = ({ path, text }) => {
  const { owner, domain } = placeOf(path)
  if (owner !== 'server' || isTest(sourceOf(path, ''))) return []
  const named = [
    ...text.matchAll(/\.(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*['"](\w+)/g),
  ]
  const written = [
    ...text.matchAll(/\b(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO)\s+([a-z_.]+)/g),
  ]
  const tables = [...named, ...written].map(([, name = '']) => columnCase(name))
  return tables.flatMap((table) =>
    table.startsWith('graphile_worker') ||
    (path === filledFromBelow.path && table === filledFromBelow.table) ||
    owners[domain ?? '']?.includes(table)
      ? []
      : [`${path} writes ${table}`],
  )
}

/** (5) File names from the closed list. */
const isNamedWell: Rule = ({ path }) => {
  const { owner, domain, rest } = placeOf(path)
  if (nameless.test(path)) return [`${path} has a name that says nothing`]
  if (owner !== 'server') return []
  if (domain === null)
    return ['main.ts', 'app.ts'].includes(rest) ? [] : [`${path} is in no domain`]
  const inside = rest.split('/').slice(1)
  const part = rest.split('/').slice(0, -1).join('/')
  const isPlaced = inside.length === 1 || (inside.length === 2 && parts.includes(part))
  const isListed =
    domain === 'platform' || fileNames.test(inside.at(-1) ?? '') || otherFiles.includes(rest)
  return isPlaced && isListed ? [] : [`${path} is not in the list of files`]
}

const isShort: Rule = (source) => {
  const limit = isTest(source) ? lineLimit.test : lineLimit.source
  const isFree =
    generated.includes(source.path) || source.path.startsWith('contract/src/dictionaries/')
  return source.lines > limit && !isFree ? [`${source.path} has ${source.lines} lines`] : []
}

/** Only orgs says how far somebody sees. */
const mintsNoScope: Rule = ({ path, text }) =>
  /\bmintScope\b/.test(text) &&
  !['server/src/platform/scope.ts', 'server/test/structure.test.ts'].includes(path) &&
  placeOf(path).domain !== 'orgs'
    ? [`${path} mints a scope`]
    : []

/**
 * Statements of one transaction go one after another whatever is awaited. One that nobody waits for any more,
 * since the one before it failed, would reach the connection when all else has been taken back.
 */
const asksInTurn: Rule = ({ path, text }) => {
  if (placeOf(path).owner !== 'server' || isTest(sourceOf(path, ''))) return []
  const together = text.split(/\bPromise\.\w+\(/).slice(1)
  return together.some((rest) => /\btx\b/.test(argumentsOf(rest)))
    ? [`${path} asks a transaction for several at once`]
    : []
}

/** What stands before the bracket that closes the one in front of this text. */
function argumentsOf(rest: string): string {
  let depth = 1
  const end = [...rest].findIndex((character) => {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    return depth === 0
  })
  return rest.slice(0, end)
}

const broken = (rule: Rule, sources = all) => sources.flatMap(rule)
const textOf = (path: string) => all.find((source) => source.path === path)?.text ?? ''
/** A rule at work on a file that does not exist. */
const of = (rule: Rule, path: string, text: string) => rule(sourceOf(path, text))

describe('the rules hold for every file', () => {
  test('there are files in each package', () => {
    for (const sources of [contract, server, web]) expect(sources.length).toBeGreaterThan(10)
  })
  test.each([
    ['packages import only what they may', staysInPackage],
    ['domains import downward, by the service', goesDown],
    ['routes → service → store', keepsFloors],
    ['stores write their own tables', writesItsOwn],
    ['names come from the list', isNamedWell],
    ['files are short', isShort],
    ['only orgs mints a scope', mintsNoScope],
    ['a transaction is asked one thing after the other', asksInTurn],
  ])('%s', (_, rule) => {
    expect(broken(rule)).toEqual([])
  })
  test('no file imports itself by a way round, types included', () => {
    expect(circlesOf(all).map((way) => way.join(' → '))).toEqual([])
  })
  test('every table has one owner', () => {
    const [, listed = ''] = /export interface DB \{([^}]*)\}/.exec(textOf(generated[0] ?? '')) ?? []
    const tables = [...listed.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => columnCase(name))
    expect(Object.values(owners).flat().toSorted()).toEqual(tables.toSorted())
  })
  test('every term has one line in the glossary, every part one in its list', async () => {
    const glossary = await readFile(new URL('../../docs/glossary.md', import.meta.url), 'utf8')
    const terms = [...glossary.matchAll(/^\| *(.+?) *\|/gm)].map(([, term = '']) => term)
    expect(terms.length).toBeGreaterThan(100)
    for (const list of [terms, parts, otherFiles])
      expect(list.filter((name, at) => list.indexOf(name) !== at)).toEqual([])
  })
  test('the README names the domains that there are, in their order', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
    const [, line = ''] = /^`(insight [^`]*platform)`\.$/m.exec(readme) ?? []
    const stands = (domain: string) =>
      server.some(({ path }) => path.startsWith(`server/src/${domain}/`))
    expect(line.split('→').map((siblings) => siblings.trim().split(/,\s*/))).toEqual(
      order.map((siblings) => siblings.filter(stands)).filter(({ length }) => length > 0),
    )
  })
  test('what the lists except exists', () => {
    const paths = server.map(({ path }) => path.slice('server/src/'.length))
    for (const path of otherFiles) expect(paths).toContain(path)
    for (const part of parts) expect(paths.some((path) => path.startsWith(`${part}/`))).toBe(true)
  })
})

describe('the rules can be broken', () => {
  test.each<[Rule, string, string]>([
    [staysInPackage, 'web/src/people/page.tsx', `import pg from 'pg'`],
    [
      staysInPackage,
      'web/src/people/page.tsx',
      `import { x } from '../../../server/src/people/rules.ts'`,
    ],
    [staysInPackage, 'server/src/people/rules.ts', `import { useState } from 'react'`],
    [staysInPackage, 'contract/src/people.ts', `import * as z from 'zod'`],
    [goesDown, 'server/src/people/service.ts', `import * as ledger from '../ledger/service.ts'`],
    [goesDown, 'server/src/legacy/service.ts', `import { x } from '../corrections/service.ts'`],
    [goesDown, 'server/src/ledger/store.ts', `import { find } from '../people/store.ts'`],
    [goesDown, 'server/src/platform/http.ts', `import type { X } from '../orgs/service.ts'`],
    [goesDown, 'contract/src/accounts.ts', `import { Seat } from './orgs.ts'`],
    [goesDown, 'web/src/ui/table.tsx', `import { text } from '../people/text.ts'`],
    [keepsFloors, 'server/src/people/routes.ts', `import * as store from './store.ts'`],
    [keepsFloors, 'server/src/people/store.ts', `import { x } from './service.ts'`],
    [keepsFloors, 'server/src/people/rules.ts', `import { find } from './store.ts'`],
    [keepsFloors, 'server/src/people/service.ts', `import { sql } from 'kysely'`],
    [keepsFloors, 'server/src/people/service.ts', `await tx.selectFrom('people').execute()`],
    [writesItsOwn, 'server/src/people/store.ts', `tx.updateTable('unitStaff').set({})`],
    [writesItsOwn, 'server/src/people/store.ts', 'sql`DELETE FROM years WHERE id = 1`'],
    [isNamedWell, 'server/src/people/mapper.ts', ''],
    [isNamedWell, 'server/src/people/parts/service.ts', ''],
    [isNamedWell, 'web/src/ui/utils.ts', ''],
    [isShort, 'server/src/people/store.ts', '\n'.repeat(301)],
    [
      asksInTurn,
      'server/src/people/service.ts',
      'await Promise.all([find(1), store.take(tx, ids)])',
    ],
    [
      mintsNoScope,
      'server/src/people/service.ts',
      `import { mintScope } from '../platform/scope.ts'`,
    ],
  ])('%o %s', (rule, path, text) => {
    expect(of(rule, path, text)).toHaveLength(1)
  })
  test('by a circle of types', () => {
    const circle = circlesOf([
      sourceOf('web/src/one.ts', `import type { Two } from './two.ts'`),
      sourceOf('web/src/two.ts', `export type { One } from './one.ts'`),
    ])
    expect(circle).toEqual([['web/src/one.ts', 'web/src/two.ts', 'web/src/one.ts']])
  })
})

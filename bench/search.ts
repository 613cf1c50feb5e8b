// `npm run bench:search`: what finding units and people costs at the size of a province, in processor
// time of the database and of this process together, query by query.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { childrenOf } from '@xueshi/contract/dictionaries/guangdong'
import pg from 'pg'
import { latinOf } from '../server/src/orgs/rules.ts'
import { searchUnits } from '../server/src/orgs/store.ts'
import { find, type Wanted } from '../server/src/people/lookup/store.ts'
import { lettersOf } from '../server/src/people/rules.ts'
import type { Db } from '../server/src/platform/database.ts'
import type { Scope } from '../server/src/platform/scope.ts'
import { type Ground, openGround, withPlatform } from './house.ts'
import { meter } from './processor.ts'

const { values: options } = parseArgs({
  options: {
    units: { type: 'string', default: '400000' },
    people: { type: 'string', default: '1000000' },
    /** How many searches of each kind. */
    rounds: { type: 'string', default: '400' },
  },
})
/** Milliseconds of processor time that one search may cost. */
const budgetMilliseconds = 2

const families = [
  ...'王李张刘陈杨黄赵周吴徐孙马朱胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余',
]
const givens = [
  ...'敏强芳伟洋静磊婷涛丽志明晓雯子墨思源嘉欣雅琴国华建平秀英海燕文博一鸣佳怡浩然梓涵雨桐俊杰',
]
const places =
  '天河 越秀 南海 松湖 湾区 珠江 岭南 云山 白鹅潭 红棉 木棉 粤海 端州 西江 北江 东江 韶关 梅岭 鼎湖 潮汐'.split(
    ' ',
  )
const trades =
  '软件 精密机械 建筑设计 水质检测 电子科技 生物医药 仪表 陶瓷 印刷 物流 环保工程 教育咨询 食品 家具 新材料'.split(
    ' ',
  )

/** Makes a table of parts of names, in their order, with how they are spelled. */
async function makeParts(
  client: pg.Client,
  table: string,
  parts: readonly string[],
  spelled: (part: string) => { pinyin: string; initials: string },
) {
  const rows = parts.map((text, at) => ({ at, text, ...spelled(text) }))
  await client.query(
    `CREATE TEMP TABLE ${table} AS SELECT * FROM jsonb_to_recordset($1) AS part (at int, text text, pinyin text, initials text)`,
    [JSON.stringify(rows)],
  )
}
const personSpelling = (part: string) => {
  const { namePinyin: pinyin, nameInitials: initials } = lettersOf(part)
  return { pinyin, initials }
}

async function load(client: pg.Client) {
  await client.query(
    `SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB';
     SET bench.units = ${Number(options.units)}; SET bench.people = ${Number(options.people)}`,
  )
  await makeParts(client, 'family', families, personSpelling)
  await makeParts(client, 'given', givens, personSpelling)
  await makeParts(client, 'place_part', places, latinOf)
  await makeParts(client, 'trade', trades, latinOf)
  const counties = childrenOf('440000').flatMap((city) =>
    childrenOf(city.code).map(({ code }) => ({ code, city: city.code })),
  )
  await client.query(
    `CREATE TEMP TABLE county AS SELECT row_number() OVER () - 1 AS at, code, city
     FROM jsonb_to_recordset($1) AS part (code text, city text)`,
    [JSON.stringify(counties)],
  )
  await client.query(await readFile(join(import.meta.dirname, 'search.sql'), 'utf8'))
  await client.query(
    'VACUUM ANALYZE accounts, people, profiles, employments, units, unit_capabilities',
  )
}

const city = { kind: 'region', unitId: '', regionCode: '440100' } as Scope // what an officer of the city has
const province = { ...city, regionCode: '440000' } as Scope
const nth = <Item>(items: readonly Item[], n: number): Item => {
  const item = items[n % items.length]
  if (item === undefined) throw new Error('there is nothing to search for')
  return item
}
const nameOf = (n: number) => nth(families, n * 3) + nth(givens, n * 31) + nth(givens, n * 7)

async function lookUp(db: Db, scope: Scope, wanted: Wanted) {
  const { people } = await find(db, scope, wanted, null, 20)
  return people.length
}

type Search = (db: Db, n: number) => Promise<number>
const unitBy =
  (textOf: (n: number) => { name: string; latin: string }): Search =>
  async (db, n) =>
    (await searchUnits(db, textOf(n))).length
const latinSearch = (text: string) => ({ name: text, latin: text })

const searches: Readonly<Record<string, Search>> = {
  'units by the beginning of a name': unitBy((n) => ({
    name: nth(places, n) + nth(trades, n * 3),
    latin: '',
  })),
  'units by pinyin': unitBy((n) => latinSearch(latinOf(nth(places, n) + nth(trades, n)).pinyin)),
  'units by initials': unitBy((n) =>
    latinSearch(latinOf(nth(places, n) + nth(trades, n)).initials),
  ),
  'units by code': unitBy((n) => latinSearch(`91${440103 + (n % 9)}0000${n}`)),
  'units by one letter': unitBy((n) => latinSearch(nth([...'abcdghjlmnsty'], n))),
  'people of a city by name': (db, n) => lookUp(db, city, { by: 'name', text: nameOf(n) }),
  'people of a city by two characters': (db, n) =>
    lookUp(db, city, { by: 'name', text: nameOf(n).slice(0, 2) }),
  'people of a city by pinyin': (db, n) =>
    lookUp(db, city, { by: 'namePinyin', text: lettersOf(nameOf(n)).namePinyin }),
  'people of a city by initials': (db, n) =>
    lookUp(db, city, { by: 'nameInitials', text: lettersOf(nameOf(n)).nameInitials }),
  'people of the province by name': (db, n) =>
    lookUp(db, province, { by: 'name', text: nameOf(n).slice(0, 2) }),
}

/** What searches read is in the server's memory, as in one that has been up for a while. */
async function warm({ adminUrl, ownerUrl }: Ground['database']): Promise<string> {
  const url = new URL(adminUrl)
  url.pathname = new URL(ownerUrl).pathname
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_prewarm')
  await client.query(
    `SELECT pg_prewarm(oid) FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace`,
  )
  const { rows } = await client.query<{ size: string }>(
    `SELECT current_setting('shared_buffers') AS size`,
  )
  await client.end()
  return rows[0]?.size ?? ''
}

function measure(postmaster: number) {
  const rounds = Number(options.rounds)
  return async (db: Db) => {
    let isOver = false
    for (const [what, search] of Object.entries(searches)) {
      // Once unmeasured: a connection that lives long has touched what it reads.
      for (let n = 0; n < rounds; n += 1) await search(db, n)
      const stop = meter(postmaster)
      let found = 0
      for (let n = 0; n < rounds; n += 1) found += await search(db, n)
      const { application, database: spent } = stop()
      const milliseconds = (spent + application) / rounds / 1000
      isOver ||= milliseconds > budgetMilliseconds
      console.log(
        `${what.padEnd(36)} ${milliseconds.toFixed(2)} ms CPU (database ${(spent / rounds / 1000).toFixed(2)}), ${(found / rounds).toFixed(1)} found`,
      )
    }
    console.log(
      isOver
        ? `A search costs more than ${budgetMilliseconds} ms.`
        : `Each search costs at most ${budgetMilliseconds} ms.`,
    )
    process.exitCode = isOver ? 1 : 0
  }
}

const ground = await openGround()
try {
  const begun = performance.now()
  const client = new pg.Client({ connectionString: ground.database.ownerUrl })
  await client.connect()
  await load(client)
  await client.end()
  console.log(
    `${options.units} units and ${options.people} people, filled in ${((performance.now() - begun) / 1000).toFixed(0)} s; shared_buffers ${await warm(ground.database)}`,
  )
  const run = measure(ground.database.pid)
  await withPlatform(ground, ({ db }) => run(db))
} finally {
  await ground.close()
}

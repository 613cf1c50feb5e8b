import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { backup, listTables } from './backup.ts'
import { migrate } from './migrate.ts'
import { restore } from './restore.ts'

/** One of everything that makes a restore hard, so that the test does not depend on a domain. */
const schema = `
  create table files (id uuid primary key, key text not null unique, sha256 bytea not null);
  create table people (id int generated always as identity primary key, name text, best_friend int references people,
    team int, born date, seen timestamptz, card bytea, facts jsonb, share numeric, initial text generated always as (left(name, 1)) stored);
  create table teams (id int primary key, leader int not null references people);
  alter table people add constraint people_team foreign key (team) references teams;
  create table visits (day date not null, person int not null references people, primary key (day, person)) partition by range (day);
  create table visits_2026 partition of visits for values from ('2026-01-01') to ('2027-01-01');
  create table defaults (id int primary key, value text);
  insert into defaults values (1, 'one'), (2, 'two'), (3, 'three');
  create table empty_one (id int primary key);
  grant select on people to xueshi_app;`

const rows = `
  insert into people (name, best_friend, born, seen, card, facts, share)
    select case i % 5 when 0 then null when 1 then '𬱖张·' || i when 2 then E'tab\\there\\nline \\\\. ' || i when 3 then '' else 'N\\N' || i end,
           nullif(i % 7, 0), date '1970-01-01' + i, timestamptz '2026-01-01 00:00:00.123456+08' + i * interval '1 hour',
           case when i % 3 = 0 then sha256(i::text::bytea) end, jsonb_build_object('n', i, '姓', '欧阳', 'q', '"\\'), i / 3.0
      from generate_series(1, 20000) i;
  insert into teams values (1, 17);
  update defaults set value = 'changed' where id = 1;
  delete from defaults where id = 2;
  update people set team = 1 where id % 2 = 0;
  insert into visits select date '2026-01-01' + i % 300, i from generate_series(1, 500) i;`

let folder: string
let migrations: string
let filesFolder: string
let source: TestDatabase
const databases: TestDatabase[] = []
const log = () => undefined

const emptyDatabase = async () => {
  const database = await testDatabase({ migrated: false })
  databases.push(database)
  return database
}

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const execute = (url: string, text: string) =>
  withClient(url, async (client) => {
    // Rows of ad-hoc queries have no type that the compiler could know.
    return (await client.query(text)).rows as Record<string, unknown>[]
  })

/** Rows and a checksum of each table, whatever order the rows lie in. */
const checksums = (url: string) =>
  withClient(url, async (client) => {
    const result: Record<string, string> = {}
    for (const { table } of await listTables(client)) {
      const found = await client.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(encode(sha256(convert_to(
           string_agg(t::text, E'\\n' order by t::text collate "C"), 'UTF8')), 'hex'), '') as sum
           from ${table} t`,
      )
      result[table] = found.rows[0]?.sum ?? ''
    }
    return result
  })

const store = async (key: string, content: Buffer) => {
  await mkdir(dirname(join(filesFolder, key)), { recursive: true })
  await writeFile(join(filesFolder, key), content)
  const hash = createHash('sha256').update(content).digest('hex')
  await execute(
    source.ownerUrl,
    `insert into files values (gen_random_uuid(), '${key}', '\\x${hash}')`,
  )
}

const keys = [
  '2026/11/01990000-0000-7000-8000-000000000001',
  '2026/11/01990000-0000-7000-8000-000000000002',
] as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xueshi-backup-'))
  migrations = join(folder, 'migrations')
  filesFolder = join(folder, 'files')
  await mkdir(migrations)
  await writeFile(join(migrations, '0001-all.sql'), schema)
  source = await emptyDatabase()
  await migrate(source.ownerUrl, { log, folder: migrations })
  await execute(source.ownerUrl, rows)
  await store(keys[0], randomBytes(300_000))
  await store(keys[1], Buffer.from('a small one'))
  await writeFile(join(filesFolder, 'unfinished-upload'), 'no row names it')
})

afterAll(async () => {
  for (const database of databases) await database.drop()
  await rm(folder, { recursive: true })
})

describe('a backup', () => {
  let file: string

  beforeAll(async () => {
    file = join(folder, 'backup')
    await backup({ ownerUrl: source.ownerUrl, filesFolder, file })
  })

  test('gives back every table, sequence and file, and the schema as it was', async () => {
    const target = await emptyDatabase()
    const restored = join(folder, 'restored')
    const options = { ownerUrl: target.ownerUrl, filesFolder: restored, file, log, migrations }
    const report = await restore(options)

    expect(report.files).toBe(2)
    expect(report.tables).toContainEqual({ table: 'people', rows: 20_000 })
    const before = await checksums(source.ownerUrl)
    expect(Object.keys(before)).toEqual([
      'defaults',
      'empty_one',
      'files',
      'people',
      'teams',
      'visits',
    ])
    expect(await checksums(target.ownerUrl)).toEqual(before)
    for (const key of keys)
      expect(await readFile(join(restored, key))).toEqual(await readFile(join(filesFolder, key)))
    expect(await readdir(restored)).toEqual(['2026'])

    const next = `insert into people (name) values ('next') returning id`
    expect(await execute(target.ownerUrl, next)).toEqual([{ id: 20_001 }])
    await expect(execute(target.ownerUrl, 'update teams set leader = 0')).rejects.toThrow(
      /foreign key/,
    )
    const constraints = `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint where contype in ('f', 'p', 'u') order by 1, 2`
    expect(await execute(target.ownerUrl, constraints)).toEqual(
      await execute(source.ownerUrl, constraints),
    )
  })

  test('is private and never written over', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const size = (await stat(file)).size
    await expect(backup({ ownerUrl: source.ownerUrl, filesFolder, file })).rejects.toThrow(/EEXIST/)
    expect((await stat(file)).size).toBe(size)
  })

  test('with one byte changed anywhere is refused before anything is written', async () => {
    const whole = await readFile(file)
    const target = await emptyDatabase()
    const places = [
      0,
      9,
      24,
      30,
      Math.floor(whole.length / 2),
      whole.length - 41,
      whole.length - 40,
      whole.length - 1,
    ]
    const changed = join(folder, 'changed')
    const restored = join(folder, 'never')
    const options = {
      ownerUrl: target.ownerUrl,
      filesFolder: restored,
      file: changed,
      log,
      migrations,
    }
    for (const place of places) {
      const copy = Buffer.from(whole)
      copy.writeUInt8(whole.readUInt8(place) ^ 1, place)
      await writeFile(changed, copy)
      await expect(restore(options)).rejects.toThrow(/damaged.*Nothing was restored/)
    }
    for (const length of [0, 40, whole.length - 1, Math.floor(whole.length / 2)]) {
      await writeFile(changed, whole.subarray(0, length))
      await expect(restore(options)).rejects.toThrow(/damaged.*Nothing was restored/)
    }
    expect(await execute(target.ownerUrl, `select to_regclass('people') as people`)).toEqual([
      { people: null },
    ])
    await expect(stat(restored)).rejects.toThrow(/ENOENT/)
  })

  test('is refused by a database with rows in it, which keeps them', async () => {
    const target = await emptyDatabase()
    await migrate(target.ownerUrl, { log, folder: migrations })
    await execute(target.ownerUrl, 'insert into empty_one values (1)')
    const options = {
      ownerUrl: target.ownerUrl,
      filesFolder: join(folder, 'not'),
      file,
      log,
      migrations,
    }
    await expect(restore(options)).rejects.toThrow(/not empty \("empty_one"\)/)
    expect(await execute(target.ownerUrl, 'select count(*)::int as people from people')).toEqual([
      { people: 0 },
    ])
    await execute(target.ownerUrl, `delete from empty_one; update defaults set value = 'mine'`)
    await expect(restore(options)).rejects.toThrow(/not empty \("defaults"\)/)
  })

  test('of an older build is restored and then migrated', async () => {
    const newer = join(folder, 'newer')
    await mkdir(newer)
    await writeFile(join(newer, '0001-all.sql'), schema)
    await writeFile(
      join(newer, '0002-more.sql'),
      'alter table people add age int not null default 7;',
    )
    const target = await emptyDatabase()
    const options = {
      ownerUrl: target.ownerUrl,
      filesFolder: join(folder, 'old'),
      file,
      log,
      migrations: newer,
    }
    await restore(options)
    expect(await execute(target.ownerUrl, 'select sum(age)::int as sum from people')).toEqual([
      { sum: 140_000 },
    ])
  })

  test('of another build is refused', async () => {
    const other = join(folder, 'other')
    await mkdir(other)
    await writeFile(join(other, '0001-else.sql'), 'create table x (id int);')
    const target = await emptyDatabase()
    const options = { ownerUrl: target.ownerUrl, filesFolder, file, log, migrations: other }
    await expect(restore(options)).rejects.toThrow(/another build.*0001-all/)
  })
})

test('rows that break a foreign key are refused although the keys are set aside meanwhile', async () => {
  const broken = await emptyDatabase()
  await migrate(broken.ownerUrl, { log, folder: migrations })
  await execute(
    broken.ownerUrl,
    `alter table visits drop constraint visits_person_fkey; insert into visits values ('2026-01-01', 1)`,
  )
  const file = join(folder, 'broken')
  await backup({ ownerUrl: broken.ownerUrl, filesFolder, file })
  const target = await emptyDatabase()
  const options = {
    ownerUrl: target.ownerUrl,
    filesFolder: join(folder, 'b'),
    file,
    log,
    migrations,
  }
  await expect(restore(options)).rejects.toThrow(/foreign key/)
  expect(await execute(target.ownerUrl, 'select count(*)::int as n from visits')).toEqual([
    { n: 0 },
  ])
})

test('a file that is missing or changed is named', async () => {
  const [first, second] = keys
  const content = await readFile(join(filesFolder, first))
  await writeFile(join(filesFolder, first), 'changed')
  await rm(join(filesFolder, second))
  const file = join(folder, 'with-damage')
  const report = await backup({ ownerUrl: source.ownerUrl, filesFolder, file })
  expect(report.damagedFiles).toEqual([first, second])
  await writeFile(join(filesFolder, first), content)
})

test('a write between two tables of a backup is in none of them', async () => {
  const file = join(folder, 'snapshot')
  const database = await emptyDatabase()
  await migrate(database.ownerUrl, { log, folder: migrations })
  await execute(database.ownerUrl, rows)
  await withClient(database.ownerUrl, async (writer) => {
    // The backup has read some tables and waits for this one until the write is done.
    await writer.query('begin')
    await writer.query('lock table teams in access exclusive mode')
    const running = backup({ ownerUrl: database.ownerUrl, filesFolder, file })
    for (;;) {
      const waiting = await writer.query(
        `select from pg_locks where not granted and database = (
           select oid from pg_database where datname = current_database())`,
      )
      if (waiting.rows.length > 0) break
    }
    await writer.query(
      `update people set name = 'late' where id = 1; insert into empty_one values (1)`,
    )
    await writer.query('insert into visits values ($1, 20000)', ['2026-12-31'])
    await writer.query('commit')
    const report = await running
    expect(report.tables.find(({ table }) => table === 'visits')?.rows).toBe(500)
  })
})

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Piece, writeArchive } from './archive.ts'
import { copyOut } from './copy.ts'
import { migrationsRun, migrationsTable } from './migrate.ts'

export interface TableHeader {
  table: string
  columns: string[]
}

/** The first section of a backup: what the restoring side must know before any row. */
export interface Manifest {
  takenAt: string
  migrations: string[]
  tables: TableHeader[]
  sequences: { name: string; lastValue: string }[]
}

export interface BackupReport {
  tables: { table: string; rows: number; sha256: string }[]
  files: number
  /** Files that rows name and the folder lacks, or that have another content than the row says. */
  damagedFiles: string[]
}

/** Values must not depend on a server's or session's settings. */
export const copySettings = `set datestyle = 'ISO, YMD'; set timezone = 'UTC';
  set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 1;
  set client_encoding = 'UTF8'; set statement_timeout = 0; set lock_timeout = 0`

/** Every table of the schema but the list of migrations, with the columns that hold own values. */
export const listTables = async (client: pg.Client): Promise<TableHeader[]> => {
  const found = await client.query<TableHeader>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                          and not a.attisdropped and a.attgenerated = ''
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and c.relname <> $1
      group by c.relname order by c.relname collate "C"`,
    [migrationsTable],
  )
  return found.rows
}

const listSequences = async (client: pg.Client) => {
  const found = await client.query<{ name: string; lastValue: string }>(
    `select sequencename::text as name, last_value::text as "lastValue" from pg_sequences
      where schemaname = current_schema() and last_value is not null
        and sequencename not like $1 order by sequencename collate "C"`,
    [`${migrationsTable}\\_%`],
  )
  return found.rows
}

/** `table (column, …)`, quoted. */
export const target = ({ table, columns }: TableHeader) =>
  `${pg.escapeIdentifier(table)} (${columns.map((name) => pg.escapeIdentifier(name)).join(', ')})`

const source = ({ table, columns }: TableHeader) =>
  `(select ${columns.map((name) => pg.escapeIdentifier(name)).join(', ')} from ${pg.escapeIdentifier(table)})`

/** One section: header, data, and its length and hash; returns the hash. */
const section = async function* (
  header: object,
  data: AsyncIterable<Buffer>,
): AsyncGenerator<Piece, string> {
  yield { kind: 'S', value: header }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of data) {
    hash.update(chunk)
    bytes += chunk.length
    yield { kind: 'D', data: chunk }
  }
  const sha256 = hash.digest('hex')
  yield { kind: 'E', value: { bytes, sha256 } }
  return sha256
}

const pieces = async function* (
  client: pg.Client,
  filesFolder: string,
  report: BackupReport,
): AsyncGenerator<Piece> {
  const tables = await listTables(client)
  const manifest: Manifest = {
    takenAt: new Date().toISOString(),
    migrations: await migrationsRun(client),
    tables,
    sequences: await listSequences(client),
  }
  yield { kind: 'S', value: manifest }
  for (const header of tables) {
    const copy = copyOut(client, `copy ${source(header)} to stdout`)
    const sha256 = yield* section({ table: header.table }, copy)
    report.tables.push({ table: header.table, rows: copy.rows, sha256 })
  }
  // Rows name their files; what else lies in the folder is an upload under way or due to go.
  const stored = await client.query<{ key: string; sha256: Buffer }>(
    'select key, sha256 from files order by key collate "C"',
  )
  for (const { key, sha256 } of stored.rows) {
    const stream = createReadStream(join(filesFolder, key))
    const opened = await new Promise<boolean>((answer) => {
      stream.once('open', () => answer(true)).once('error', () => answer(false))
    })
    if (!opened) {
      report.damagedFiles.push(key)
      continue
    }
    const found = yield* section({ file: key }, stream)
    report.files += 1
    if (found !== sha256.toString('hex')) report.damagedFiles.push(key)
  }
  yield { kind: 'Z', value: report }
}

/**
 * Writes everything to one file: every table of the schema as it stood in one snapshot, with the
 * files that its rows name. The keys are not in it and must be kept elsewhere, or the sealed
 * columns cannot be read again. Resolves to rows and SHA-256 per table, and to the files that
 * were found damaged. Throws when the file exists.
 */
export const backup = async (options: {
  ownerUrl: string
  filesFolder: string
  file: string
}): Promise<BackupReport> => {
  const client = new pg.Client({ connectionString: options.ownerUrl })
  const report: BackupReport = { tables: [], files: 0, damagedFiles: [] }
  await client.connect()
  try {
    await client.query(copySettings)
    await client.query('begin isolation level repeatable read read only')
    await writeArchive(options.file, pieces(client, options.filesFolder, report))
    await client.query('commit')
    return report
  } finally {
    await client.end()
  }
}

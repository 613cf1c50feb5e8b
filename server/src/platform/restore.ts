import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import * as z from 'zod/mini'
import { type Piece, readArchive, verifyArchive } from './archive.ts'
import { copySettings, listTables, target } from './backup.ts'
import { copyIn } from './copy.ts'
import {
  migrate,
  migrationNames,
  migrationsFolder,
  migrationsRun,
  migrationsTable,
} from './migrate.ts'

const ManifestShape = z.object({
  takenAt: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ table: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string() })),
})
const SectionShape = z.union([z.object({ table: z.string() }), z.object({ file: z.string() })])
const EndShape = z.object({ bytes: z.number(), sha256: z.string() })

type ManifestRead = z.infer<typeof ManifestShape>

/** Keys as the files' locker makes them; anything else could point outside the folder. */
const keyShape = /^\d{4}\/\d{2}\/[0-9a-f-]{36}$/

export interface RestoreReport {
  takenAt: string
  tables: { table: string; rows: number }[]
  files: number
}

/** The data of the section that was just opened; throws at its end when its hash differs. */
const dataOf = async function* (pieces: AsyncGenerator<Piece, undefined>, name: string) {
  const hash = createHash('sha256')
  for (;;) {
    const { value: piece } = await pieces.next()
    if (piece?.kind === 'D') {
      hash.update(piece.data)
      yield piece.data
      continue
    }
    if (piece?.kind === 'E' && z.parse(EndShape, piece.value).sha256 === hash.digest('hex')) return
    throw new Error(`The backup is damaged in ${name}`)
  }
}

interface ForeignKey {
  table: string
  name: string
  definition: string
}

const foreignKeys = async (client: pg.Client) => {
  const found = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, conname::text as name,
            pg_get_constraintdef(oid) as definition
       from pg_constraint
      where contype = 'f' and conparentid = 0 and connamespace = current_schema()::regnamespace`,
  )
  return found.rows
}

/**
 * Empties what the migrations filled. A row from any other transaction is somebody's: then the
 * database is refused. (A row carries the number of its transaction, and so does the list of
 * migrations, which is written together with what they insert.)
 */
const clear = async (client: pg.Client, manifest: ManifestRead) => {
  const tables = await listTables(client)
  if (JSON.stringify(tables) !== JSON.stringify(manifest.tables))
    throw new Error('The tables of the database are not those of the backup')
  const names = tables.map(({ table }) => pg.escapeIdentifier(table))
  await client.query(`lock table ${names.join(', ')} in access exclusive mode`)
  for (const name of names) {
    const others = await client.query(
      `select from ${name} where xmin not in (select xmin from ${migrationsTable}) limit 1`,
    )
    if (others.rows.length > 0)
      throw new Error(`The database is not empty (${name}): restore into a new one`)
  }
  await client.query(`truncate ${names.join(', ')}`)
}

const restoreFile = async (folder: string, key: string, data: AsyncIterable<Buffer>) => {
  if (!keyShape.test(key)) throw new Error(`The backup names an impossible file: ${key}`)
  const path = join(folder, key)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.restoring`
  await pipeline(Readable.from(data), createWriteStream(draft, { mode: 0o600, flush: true }))
  await rename(draft, path)
}

const restoreSections = async (
  client: pg.Client,
  pieces: AsyncGenerator<Piece, undefined>,
  manifest: ManifestRead,
  filesFolder: string,
) => {
  const report: RestoreReport = { takenAt: manifest.takenAt, tables: [], files: 0 }
  const headers = new Map(manifest.tables.map((header) => [header.table, header]))
  for (;;) {
    const { value: piece } = await pieces.next()
    if (piece?.kind === 'Z') return report
    if (piece?.kind !== 'S') throw new Error('The backup is damaged: data outside a section')
    const opened = z.parse(SectionShape, piece.value)
    if ('file' in opened) {
      await restoreFile(filesFolder, opened.file, dataOf(pieces, opened.file))
      report.files += 1
      continue
    }
    const header = headers.get(opened.table)
    if (header === undefined) throw new Error(`The backup has an unannounced ${opened.table}`)
    const data = dataOf(pieces, opened.table)
    const rows = await copyIn(client, `copy ${target(header)} from stdin`, data)
    report.tables.push({ table: opened.table, rows })
  }
}

/** Brings an empty database to the backup's own schema, so that an older backup fits. */
const migrateTo = async (
  ownerUrl: string,
  client: pg.Client,
  wanted: string[],
  folder: string,
  log: (message: string) => void,
) => {
  const known = await migrationNames(folder)
  const unknown = wanted.filter((name, index) => known[index] !== name)
  if (unknown.length > 0)
    throw new Error(`The backup comes from another build: it has ${unknown.join(', ')}`)
  const run = await migrationsRun(client)
  if (run.length > wanted.length)
    throw new Error('The database is newer than the backup: restore into a new, empty one')
  if (run.length < wanted.length)
    await migrate(ownerUrl, { log, folder, count: wanted.length - run.length })
}

/**
 * Fills an empty database and the folder of files from a backup, in one transaction, then runs
 * the migrations that are newer than it. The whole archive is verified before anything is
 * written; a changed byte, a database with rows in it or another build's schema is refused.
 *
 * Foreign keys are dropped and made anew inside the transaction, which checks every row, needs no
 * superuser and copes with tables that refer to each other.
 */
export const restore = async (options: {
  ownerUrl: string
  filesFolder: string
  file: string
  log: (message: string) => void
  migrations?: string
}): Promise<RestoreReport> => {
  const { ownerUrl, filesFolder, file, log, migrations = migrationsFolder } = options
  const pieces = readArchive(file, await verifyArchive(file))
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { value: first } = await pieces.next()
    const manifest = z.parse(ManifestShape, first?.kind === 'S' ? first.value : undefined)
    await migrateTo(ownerUrl, client, manifest.migrations, migrations, log)
    await client.query(copySettings)
    await client.query('begin')
    await clear(client, manifest)
    const keys = await foreignKeys(client)
    for (const { table, name } of keys)
      await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`)
    const report = await restoreSections(client, pieces, manifest, filesFolder)
    for (const { table, name, definition } of keys)
      await client.query(
        `alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`,
      )
    for (const { name, lastValue } of manifest.sequences)
      await client.query('select setval($1::regclass, $2)', [pg.escapeIdentifier(name), lastValue])
    await client.query('commit')
    await client.query('analyze')
    await migrate(ownerUrl, { log, folder: migrations })
    return report
  } finally {
    await pieces.return(undefined)
    await client.end()
  }
}

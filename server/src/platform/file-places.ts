import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'
import { places } from './places.ts'

/** A place for one file: it stands before its bytes come, and counts as a file. */
export type Place = { id: string; name: string; sizeBytes: number; at: Date }
/** Which record, whose it is, and in which states its files may change. */
export type Own<State extends string> = { id: string; ownerId: string; from: readonly State[] }
type Found<State> = {
  id: string
  recordId: string
  sizeBytes: number
  fileId: string | null
  state: State
}

/**
 * The places for the files of records: `files` is their table, `column` points from it to `records`,
 * and `owner` is the column there that says whose a record is. Both tables are the caller's own.
 */
export function filePlaces<State extends string>(names: {
  files: string
  column: string
  records: string
  owner: string
}) {
  const bare = places(names.files)
  const files = sql.table(names.files)
  const records = sql.table(names.records)
  const record = sql.ref(names.column)
  const owner = sql.ref(names.owner)
  const guard = ({ ownerId, from }: Own<State>) =>
    sql`${owner} = ${ownerId} AND state = ANY (${from}::text[])`
  /** The record that holds the place gets a new version, when its guard holds. */
  const changed = (own: Own<State>, which: RawBuilder<unknown>, at: Date) => sql`
    WITH changed AS (
      UPDATE ${records} SET version = version + 1, updated_at = ${at}
      WHERE id = ${which} AND ${guard(own)} RETURNING id
    )`
  return {
    /** Locks the record; false when it is not theirs to change. */
    async lock(tx: Db, own: Own<State>): Promise<boolean> {
      const { rows } = await sql`
        SELECT id FROM ${records} WHERE id = ${own.id} AND ${guard(own)} FOR UPDATE`.execute(tx)
      return rows.length > 0
    },

    /** A place in a locked record; false when it has `limit` of them. */
    async insert(tx: Db, recordId: string, place: Place, limit: number): Promise<boolean> {
      const { rows } = await sql`
        INSERT INTO ${files} (id, ${record}, name, size_bytes, created_at)
        SELECT ${place.id}, ${recordId}, ${place.name}, ${place.sizeBytes}, ${place.at}
        WHERE (SELECT count(*) FROM ${files} WHERE ${record} = ${recordId}) < ${limit}
        RETURNING id`.execute(tx)
      return rows.length > 0
    },

    /** A place of the owner's, with the state of its record. */
    async findPlace(db: Db, ownerId: string, id: string): Promise<Found<State> | undefined> {
      const { rows } = await sql<Found<State>>`
        SELECT f.id, r.id AS record_id, f.size_bytes, f.file_id, r.state
        FROM ${files} f JOIN ${records} r ON r.id = ${sql.ref(`f.${names.column}`)}
        WHERE f.id = ${id} AND ${sql.ref(`r.${names.owner}`)} = ${ownerId}`.execute(db)
      return rows[0]
    },

    /** The place has its file; undefined when its record may no longer change. Answers the record's id. */
    async fill(tx: Db, own: Own<State>, fileId: string, at: Date): Promise<string | undefined> {
      const which = sql`(SELECT ${record} FROM ${files} WHERE id = ${own.id} AND file_id IS NULL)`
      const { rows } = await sql<{ recordId: string }>`${changed(own, which, at)}
        UPDATE ${files} f SET file_id = ${fileId} FROM changed
        WHERE f.id = ${own.id} AND ${sql.ref(`f.${names.column}`)} = changed.id AND f.file_id IS NULL
        RETURNING changed.id AS record_id`.execute(tx)
      return rows[0]?.recordId
    },

    /** Takes a file from its record; undefined when the guard did not hold. */
    async remove(tx: Db, own: Own<State>, placeId: string, at: Date) {
      const which = sql`(SELECT ${record} FROM ${files} WHERE id = ${placeId} AND ${record} = ${own.id})`
      const { rows } = await sql<{ fileId: string | null }>`${changed(own, which, at)}
        DELETE FROM ${files} f USING changed
        WHERE f.id = ${placeId} AND ${sql.ref(`f.${names.column}`)} = changed.id
        RETURNING f.file_id`.execute(tx)
      return rows[0]
    },

    removePlace: bare.close,

    /** Closes places that were opened before this time and never filled. */
    async removeAbandoned(db: Db, before: Date): Promise<void> {
      await sql`DELETE FROM ${files} WHERE file_id IS NULL AND created_at < ${before}`.execute(db)
    },

    findFile: bare.findFile,
  }
}

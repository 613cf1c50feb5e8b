import type { Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { CertificateDocuments, CertificateSigners } from '../../platform/tables.ts'

/** The file of a certificate as this signer signed it. */
export const findDocument = (db: Db, certificateId: string, signer: string) =>
  db
    .selectFrom('certificateDocuments')
    .select(['fileKey', 'sha256', 'askedOn'])
    .where('certificateId', '=', certificateId)
    .where('signer', '=', signer)
    .executeTakeFirst()

/** Keeps a file unless there is one; answers which it is now. */
export async function keepDocument(
  db: Db,
  document: Insertable<CertificateDocuments>,
): Promise<{ fileKey: string; sha256: Buffer }> {
  return db
    .insertInto('certificateDocuments')
    .values(document)
    .onConflict((conflict) =>
      conflict
        .columns(['certificateId', 'signer'])
        .doUpdateSet((is) => ({ fileKey: is.ref('certificateDocuments.fileKey') })),
    )
    .returning(['fileKey', 'sha256'])
    .executeTakeFirstOrThrow()
}

/** The file is gone or damaged. */
export async function dropDocument(db: Db, fileKey: string): Promise<void> {
  await db.deleteFrom('certificateDocuments').where('fileKey', '=', fileKey).execute()
}

/** Somebody asked for it on this day. */
export async function noteAsked(
  db: Db,
  { fileKey, askedOn }: { fileKey: string; askedOn: string },
): Promise<void> {
  await db
    .updateTable('certificateDocuments')
    .set({ askedOn })
    .where('fileKey', '=', fileKey)
    .where('askedOn', '<', askedOn)
    .execute()
}

/** Lets go of files that nobody has asked for since a day; at most `limit`, whose keys are answered. */
export async function dropUnasked(db: Db, before: string, limit: number): Promise<string[]> {
  const old = db
    .selectFrom('certificateDocuments')
    .select('fileKey')
    .where('askedOn', '<', before)
    .orderBy('askedOn')
    .limit(limit)
  const gone = await db
    .deleteFrom('certificateDocuments')
    .where('fileKey', 'in', old)
    .returning('fileKey')
    .execute()
  return gone.map(({ fileKey }) => fileKey)
}

/** From now on, what this certificate signs is believed. */
export async function keepSigner(db: Db, signer: Insertable<CertificateSigners>): Promise<void> {
  await db
    .insertInto('certificateSigners')
    .values(signer)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Every certificate that has signed here, the newest first. */
export const listSigners = (db: Db) =>
  db.selectFrom('certificateSigners').selectAll().orderBy('firstUsed', 'desc').execute()

/** Under which keys the photo and the seal lie that a certificate was issued with. */
export const findPictureKeys = (db: Db, certificateId: string) =>
  db
    .selectFrom('certificates as c')
    .leftJoin('files as photo', 'photo.id', 'c.photoFileId')
    .leftJoin('certificateTemplates as t', 't.id', 'c.templateId')
    .leftJoin('certificateSeals as s', 's.id', 't.sealId')
    .leftJoin('files as seal', 'seal.id', 's.fileId')
    .select(['photo.key as photo', 'seal.key as seal'])
    .where('c.id', '=', certificateId)
    .executeTakeFirst()

import type { Db } from '../../platform/database.ts'

/** An account's phone and e-mail, sealed, and whether the phone has been proven (then it is an identity). */
export const findContacts = (db: Db, accountId: string) =>
  db
    .selectFrom('accounts')
    .leftJoin('identities', (join) =>
      join.onRef('identities.accountId', '=', 'accounts.id').on('identities.kind', '=', 'phone'),
    )
    .select(['accounts.id', 'phoneSealed', 'emailSealed', 'identities.kind as provenPhone'])
    .where('accounts.id', '=', accountId)
    .executeTakeFirst()

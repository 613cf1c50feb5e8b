/**
 * What a subject is held back from for a time. suspendYear: a year of a person is not certified.
 * noPublishing: a unit opens no classes to applications.
 */
export const restrictionKinds = ['suspendYear', 'noPublishing'] as const
export type RestrictionKind = (typeof restrictionKinds)[number]

/**
 * Every refusal that a caller may meet, with its HTTP status. Texts in Chinese stand in the web
 * package; a code here without a text there does not compile.
 */
export const errorStatus = {
  // the request itself
  INVALID: 422, // some fields are wrong: see `fields`
  BAD_REQUEST: 400,
  NOT_FOUND: 404, // also everything outside the actor's scope
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA: 415,
  CROSS_ORIGIN: 403,
  RATE_LIMITED: 429,
  BUSY: 503,
  UNAVAILABLE: 503,
  INTERNAL: 500,
  // who is asking
  SIGNED_OUT: 401,
  LOGIN_FAILED: 401, // wrong, locked and absent accounts alike
  PASSWORD_CHANGE_REQUIRED: 403,
  SECOND_FACTOR_REQUIRED: 403,
  API_KEY_WRONG: 401, // unknown and revoked alike
  SIGNATURE_WRONG: 401, // also one that is older than five minutes
  FORBIDDEN: 403,
  CAPTCHA_WRONG: 422,
  // doing things twice, or at once
  KEY_REQUIRED: 400,
  KEY_REUSED: 422, // the same Idempotency-Key with another body
  IN_PROGRESS: 409, // a twin of this request is being served
  STALE: 409, // the record changed since it was read
  WRONG_STATE: 409, // the record's state does not allow this move
  // what the domains refuse
  ACCOUNT_TAKEN: 409,
  DOCUMENT_TAKEN: 409,
  PASSWORD_WRONG: 422,
  PASSWORD_SAME: 422,
  PHONE_TAKEN: 409,
  CONTACT_SAME: 422,
  CODE_WRONG: 422, // wrong, worn out, expired and replaced alike
  ANSWER_WRONG: 422,
  FLOW_OVER: 404, // also another browser's flow: recovery begins again
  LOGIN_OVER: 401, // the first step of the login was too long ago, or its codes are used up
  PHONE_PROOF_REQUIRED: 409, // enough was asked of taken names from here: taken and free alike
  CLAIM_REQUIRED: 409, // the document belongs to an account that came by import
  LAST_MANAGER: 409, // nobody would be left to manage the unit
  LAST_ADMINISTRATOR: 409, // nobody would be left to do this administrator's work
  NAME_DIFFERS: 409, // an invitation for somebody of another name
  PROFILE_NOT_CONFIRMED: 409,
  NOT_COMPLETE: 422, // a record that lacks what its next move needs: see `fields`
  OWN_RECORD: 403, // nobody reviews their own
  NOT_YOUR_STEP: 403,
  HOURS_ABOVE_CLAIM: 422,
  REASON_REQUIRED: 422,
  CLAIM_EXISTS: 409, // one about the same record is under way
  CLAIMS_TOO_MANY: 409,
  NO_OFFICE_FOR_CLAIM: 409, // no HR&SS office stands above yet
  HOURS_NOT_ABOVE: 422, // an appeal is granted by more hours than there were
  NO_HIGHER_OFFICE: 409, // the last level has decided
  FLAGGED: 409, // what the checks found wants looking at: not together with others
  SIGN_UP_CLOSED: 409, // the class takes no applications now
  NOT_ELIGIBLE: 409, // the class does not admit this person: see `fields`
  ENROLLED_ALREADY: 409,
  PUBLISHING_HELD: 403,
  COURSE_STOPPED: 409, // the course of the class was closed: nothing new of it opens
  NOT_ACCREDITED: 403, // the institution may not begin to teach anything today
  PLAN_BELOW_CONFIRMED: 409, // fewer places than people confirmed, and nobody named who gives one up
  SESSION_NOT_BEGUN: 409, // nobody has come to a session for which one cannot sign in yet
  CREDITED_BEFORE: 409, // the person has the hours of this course already
  SIGN_IN_CODE_WRONG: 422, // another class's, too old, or made up
  SIGN_IN_NOT_NOW: 409,
  SIGN_IN_NOT_LISTED: 403, // not among those confirmed
  NOT_COUNTED: 409, // nobody has counted yet whom this version of the rules would touch
  EXEMPTION_EXISTS: 409, // the year has a relief already, or one is asked for
  UNPRINTABLE: 422, // a certificate holds a character that no font of this installation has
  CONTROLS_DIFFER: 409, // the batch comes to something else than the office's own totals
  LEGACY_TWICE: 409, // hours of that person's year were brought in before
  NEAR_FOLLOWED: 409, // a certificate or another entry of the batch follows from what is to be taken back
  LEGACY_CHANGED: 409, // since the check somebody registered under another name, or a year is held back or revoked
  NOTHING_TO_PRINT: 409, // nobody of the unit has a valid certificate of the year
  BATCH_TOO_LARGE: 422, // more certificates than one file holds
  CERTIFICATION_CLOSED: 409, // the year's rules give a last day to certify it, and that has passed
  YEAR_NOT_MET: 409, // the year lacks hours, so that it has no certificate
  SIGNING_OUT: 503, // documents are signed here, and just now cannot be
  CORRECTION_BLOCKED: 409, // something stands in the way of it: see `current`
  FILE_TYPE: 415,
  FILE_EMPTY: 422,
  FILE_TOO_LARGE: 413,
  FILES_TOO_MANY: 422,
  FILE_INFECTED: 422, // the virus scanner knows it
  FILE_DAMAGED: 422, // what arrived is not what the browser said that it would send
  API_KEYS_TOO_MANY: 409,
  WEBHOOKS_TOO_MANY: 409,
  // tables in files (Excel, CSV)
  SHEET_FORMAT: 415, // neither an unprotected .xlsx nor text
  SHEET_BROKEN: 422,
  SHEET_TOO_LARGE: 413,
  SHEET_COLUMNS: 422, // headers are missing
  // long work
  TASKS_TOO_MANY: 409, // so many of one person are under way already
  TASK_INPUT: 422, // the file to work on has not come, or is another's
  TASK_NOBODY: 403, // who started it may no longer act for the unit
  TASK_GIVEN_UP: 500, // it was stopped again and again without coming further
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorStatus

/** What a refused request answers: a code, the fields that are wrong (path → issue code), and an id to quote. */
export type Problem = {
  code: ErrorCode
  fields?: Record<string, string>
  requestId?: string
  /** For STALE and WRONG_STATE: the record as it stands now. */
  current?: unknown
}

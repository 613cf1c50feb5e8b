/**
 * How long a value is kept. Certificates prove something for ever; records and their files are kept
 * six years and the audit ten, so that a decision can still be looked into; what keeps a login safe
 * goes with the login. An erased account takes with it all that no law holds.
 */
export type Retention =
  | 'account' // until the account is erased
  | 'record' // six years after the learning year it belongs to
  | 'certificate' // for ever
  | 'audit' // ten years
  | 'security' // six months after its end, as the Cybersecurity Law asks of logs
  | 'passing' // days, a month at most: swept or relayed
  | 'unit' // as long as the unit exists

/** How a column holds its values: readable, sealed under a key, or as a hash that finds but cannot be read. */
export type Holding = 'clear' | 'sealed' | 'hashed'

export type PersonalColumns = {
  purpose: string
  retention: Retention
  columns: Readonly<Record<string, Holding>>
}

/** By table. */
export type Register = Readonly<Record<string, readonly PersonalColumns[]>>

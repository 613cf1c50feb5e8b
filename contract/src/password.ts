import { isCommonPassword } from './common-passwords.ts'

/** A rule that a password breaks. */
export type PasswordFault =
  | 'PASSWORD_REQUIRED'
  | 'PASSWORD_TOO_SHORT'
  | 'PASSWORD_TOO_LONG'
  | 'PASSWORD_CHARACTERS'
  | 'PASSWORD_NO_LETTER'
  | 'PASSWORD_NO_DIGIT'
  | 'PASSWORD_COMMON'
  | 'PASSWORD_PERSONAL'

/** The fewest characters of a password, and the most unless the setting raises the ceiling. */
export const passwordFloor = 8
export const passwordCeiling = 16
/** The highest value that the setting may give the ceiling. */
export const highestPasswordCeiling = 64

/** What is known about the owner, and the setting; what is not known yet is left out. */
export interface PasswordOwner {
  readonly account?: string | undefined
  readonly phone?: string | undefined
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string | null | undefined
  /** 16 unless the setting says otherwise. */
  readonly ceiling?: number | undefined
}

/**
 * All the rules that the password breaks, empty when it may be used: 8 to `ceiling` characters,
 * printable ASCII other than the space, at least one letter and one digit, not a common password,
 * and not the owner's account name, phone number or birthday with at most three characters around it.
 */
export function checkPassword(password: string, owner: PasswordOwner): PasswordFault[] {
  if (password === '') return ['PASSWORD_REQUIRED']
  const faults: PasswordFault[] = []
  if (password.length < passwordFloor) faults.push('PASSWORD_TOO_SHORT')
  if (password.length > (owner.ceiling ?? passwordCeiling)) faults.push('PASSWORD_TOO_LONG')
  if (!/^[\x21-\x7E]+$/.test(password)) faults.push('PASSWORD_CHARACTERS')
  if (!/[A-Za-z]/.test(password)) faults.push('PASSWORD_NO_LETTER')
  if (!/\d/.test(password)) faults.push('PASSWORD_NO_DIGIT')
  if (isCommonPassword(password)) faults.push('PASSWORD_COMMON')
  if (isPersonal(password, owner)) faults.push('PASSWORD_PERSONAL')
  return faults
}

function isPersonal(password: string, owner: PasswordOwner): boolean {
  const tried = password.toLowerCase()
  const digits = (owner.birthDate ?? '').replaceAll('-', '')
  const secrets = [
    owner.account?.toLowerCase() ?? '',
    owner.phone?.replace(/\D/g, '') ?? '',
    digits,
    // A birthday is also typed without its century.
    digits.slice(2),
  ]
  // Long passwords may mention a birthday; what must not pass is the birthday with `a1` hung on it.
  return secrets.some(
    (secret) => secret.length >= 4 && tried.includes(secret) && tried.length - secret.length <= 3,
  )
}

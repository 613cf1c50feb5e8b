import {
  checkPassword,
  passwordFloor,
  type PasswordFault,
  type PasswordOwner,
} from '@xueshi/contract/password'
import type { PasswordRule } from '../ui/password-field.tsx'

/** The rules of a new password as lines that are ticked while it is typed; the contract judges each. */
export function passwordRules(owner: PasswordOwner & { ceiling: number }): PasswordRule[] {
  const free =
    (...faults: PasswordFault[]) =>
    (password: string) => {
      const found = checkPassword(password, owner)
      return !faults.some((fault) => found.includes(fault))
    }
  return [
    {
      text: `${passwordFloor} 至 ${owner.ceiling} 位`,
      holds: free('PASSWORD_TOO_SHORT', 'PASSWORD_TOO_LONG'),
    },
    {
      text: '字母和数字都有，可加英文符号',
      holds: free('PASSWORD_NO_LETTER', 'PASSWORD_NO_DIGIT', 'PASSWORD_CHARACTERS'),
    },
    {
      text: '不是常见密码，也不是您的账号、手机号码或生日',
      holds: free('PASSWORD_COMMON', 'PASSWORD_PERSONAL'),
    },
  ]
}

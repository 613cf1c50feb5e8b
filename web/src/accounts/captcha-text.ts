import { addIssueTexts } from '../ui/errors.ts'

// Apart from the texts of the registration, which the login page does without.
addIssueTexts({
  CAPTCHA_WRONG: '验证码不正确或已过期，请看新的图片重新填写',
  CAPTCHA_EXPIRED: '验证码已过期，请点击图片换一张，再按新的图片填写',
})

import { checkedText, faultOf, hasControl, isBroken, lengthOf } from './text.ts'

/** Why a person's name is refused. */
export type PersonNameFault =
  | 'NAME_REQUIRED'
  | 'NAME_TOO_LONG'
  | 'NAME_CONTROL_CHARACTER'
  | 'NAME_INVISIBLE_CHARACTER'
  | 'NAME_BROKEN_CHARACTER'

/** The longest name, in code points. */
export const longestName = 50

// Zero-width characters, variation selectors and fillers: two names would look alike and differ.
const invisible = /\p{Default_Ignorable_Code_Point}/u
// Private-use characters (old GBK fonts put 䶮 there) and U+FFFD print as a box on every other machine.
const unprintable = /[\p{Co}\uFFFD]/u
const dots = / *[.•・．‧∙⋅･·] */g
const han = String.raw`\p{Script=Han}`
const spacesInHan = new RegExp(`(${han}) +(?=${han})`, 'gu')

// 复姓 that people bear today; kept whole when a name is masked, for 欧** would be another surname.
const compoundSurnames =
  '欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 长孙 宇文 司徒 司空 令狐 独孤 南宫 西门 端木 轩辕 呼延 闻人 百里 东郭 完颜 纳兰 濮阳 淳于 单于 太史 申屠 公羊 澹台 钟离 赫连 第五 歐陽 司馬 諸葛'.split(
    ' ',
  )

/**
 * The name as it is stored and compared: NFC; any of the dots people type between parts is `·`
 * without spaces; inner spaces are one, and none between two Chinese characters; trimmed.
 */
export function normalisePersonName(raw: string): string {
  return raw
    .normalize('NFC')
    .replace(/[ \t\u00A0\u3000]+/g, ' ')
    .replace(dots, '·')
    .replace(spacesInHan, '$1')
    .trim()
}

/** Checks a person's name after normalising it: 1 to 50 code points, all of which can be seen and printed. */
export function checkPersonName(raw: string): 'ok' | PersonNameFault {
  const name = normalisePersonName(raw)
  if (name === '' || name === '·') return 'NAME_REQUIRED'
  if (isBroken(name) || unprintable.test(name)) return 'NAME_BROKEN_CHARACTER'
  if (hasControl(name)) return 'NAME_CONTROL_CHARACTER'
  if (invisible.test(name)) return 'NAME_INVISIBLE_CHARACTER'
  return lengthOf(name) > longestName ? 'NAME_TOO_LONG' : 'ok'
}

/** Shape of a person's name: normalised, then checked; its messages are `PersonNameFault`s. */
export const personName = /* @__PURE__ */ checkedText({
  required: 'NAME_REQUIRED',
  normalise: normalisePersonName,
  fault: (normal) => faultOf(checkPersonName(normal)),
})

/**
 * The name for strangers: its first character, or a compound surname, and a star for each other
 * character; dots and spaces stay. 张三 → 张*, 欧阳明月 → 欧阳**, 阿依古丽·买买提 → 阿***·***. A name of
 * one character is a star.
 */
export function maskName(name: string): string {
  const characters = [...normalisePersonName(name)]
  const compound = compoundSurnames.includes(characters.slice(0, 2).join(''))
  const shown = characters.length < 2 ? 0 : compound && characters.length > 2 ? 2 : 1
  return characters
    .map((character, at) =>
      at < shown || character === '·' || character === ' ' ? character : '*',
    )
    .join('')
}

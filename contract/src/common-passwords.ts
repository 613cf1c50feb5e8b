// The most used passwords of public leak studies that have both a letter and a digit, those typed along
// the keyboard, and those that people here would try first. Lower case; shorter ones never pass anyway.
const list =
  'a1234567 a12345678 a123456789 a1234567890 a123123123 a11111111 a12341234 a87654321 a88888888 a66666666 ' +
  'aa123456 aa1234567 aa12345678 aa123456789 aa123123 aa112233 aaa12345 aaa123456 aaaa1111 aaaa1234 ' +
  'ab123456 ab12345678 abc12345 abc123456 abc1234567 abc12345678 abc123456789 abc123123 abcd1234 abcd12345 ' +
  'abcd123456 abcde123 abcde12345 abcdef12 abcdef123 abcdefg1 abc123abc abcabc123 abc88888 abc666666 ' +
  '1234567a 12345678a 123456789a 1234567890a 123456aa 1234567aa 12345678aa 123456ab 123456abc 12345abc ' +
  '1234abcd 123abc123 123123abc 123456qwe 123456qwer 123456asd 123456zxc 12345qwert 123456qq 123456wang ' +
  '1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz@wsx 1qazxsw2 1qazxsw23edc 2wsx3edc q1w2e3r4 ' +
  'q1w2e3r4t5 q1w2e3r4t5y6 qaz12345 qaz123456 qazwsx12 qazwsx123 qazwsx123456 qwe12345 qwe123456 qwe123qwe ' +
  'qwer1234 qwer12345 qwer123456 qwert123 qwert1234 qwert12345 qwert123456 qwerty12 qwerty123 qwerty1234 ' +
  'qwerty12345 qwerty123456 qwertyuiop1 qwertyuiop123 asd12345 asd123456 asdf1234 asdf12345 asdf123456 asdfgh123 ' +
  'asdfghjkl1 zaq12wsx zaq1xsw2 zaq1zaq1 zxc12345 zxc123456 zxcv1234 zxcvbn123 zxcvbnm1 zxcvbnm123 ' +
  'password1 password12 password123 password1234 password12345 password01 password0 password2 pass1234 pass12345 ' +
  'pass123456 passw0rd p@ssw0rd p@ssword1 p@ssw0rd1 p@ssw0rd123 p@55w0rd passw0rd1 passw0rd123 pa55word ' +
  'admin123 admin1234 admin12345 admin123456 admin888 admin666 admin@123 admin@1234 admin@123456 administrator1 ' +
  'root1234 root12345 root123456 test1234 test12345 test123456 user1234 user12345 user123456 guest123 ' +
  'welcome1 welcome12 welcome123 welcome1234 welcome@123 letmein1 letmein123 changeme1 changeme123 default1 ' +
  'iloveyou1 iloveyou2 iloveyou123 iloveyou520 iloveyou1314 love1314 love5201314 a5201314 aini1314 aini520 ' +
  'woaini520 woaini521 woaini123 woaini1314 woaini1314520 woaini5201314 woaiwojia1 w123456789 w1234567 5201314a ' +
  '5201314abc 5201314love 1314520a 520520aa 88888888a 66666666a 11111111a 00000000a 111111aa 112233aa ' +
  '123123aa 123321aa 147258369a 147852369a 159357aa 159753aa 987654321a 87654321a 789456123a 741852963a ' +
  'q1234567 q12345678 q123456789 qq123456 qq1234567 qq12345678 qq123456789 qq5201314 w12345678 ww123456 ' +
  'z1234567 z12345678 z123456789 zz123456 s1234567 s12345678 x1234567 x123456789 y1234567 l1234567 ' +
  'wang123456 wang1234 zhang123 zhang123456 zhang1234 li123456 liu123456 chen123456 chen1234 yang1234 ' +
  'china123 china1234 china2008 china888 beijing2008 guangdong1 guangzhou1 shenzhen1 xueshi123 xueshi2026 ' +
  'jixujiaoyu1 jxjy1234 jxjy123456 gdjxjy123 gdjxjy2018 gdhrss123 rensheju1 dragon123 monkey123 football1 ' +
  'sunshine1 princess1 superman1 michael1 charlie1 baseball1 computer1 internet1 samsung1 trustno1'

let known: Set<string> | undefined

/** True if the password, in any letter case, is among the most used ones. */
export function isCommonPassword(password: string): boolean {
  // Built on first use, so that merely importing this file costs nothing and a bundler can drop it.
  known ??= new Set(list.split(' '))
  return known.has(password.toLowerCase())
}

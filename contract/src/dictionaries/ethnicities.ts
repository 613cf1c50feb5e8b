import { type Entry, labelIn } from './entry.ts'

/** A line of 民族, with the letters of GB/T 3304 where it has them. */
export interface Ethnicity extends Entry {
  readonly letters: string | null
}

/** 民族 by GB/T 3304-1991, and the two usage codes of the population register that follow it. */
export const ethnicities: readonly Ethnicity[] = [
  { code: '01', label: '汉族', letters: 'HA' },
  { code: '02', label: '蒙古族', letters: 'MG' },
  { code: '03', label: '回族', letters: 'HU' },
  { code: '04', label: '藏族', letters: 'ZA' },
  { code: '05', label: '维吾尔族', letters: 'UG' },
  { code: '06', label: '苗族', letters: 'MH' },
  { code: '07', label: '彝族', letters: 'YI' },
  { code: '08', label: '壮族', letters: 'ZH' },
  { code: '09', label: '布依族', letters: 'BY' },
  { code: '10', label: '朝鲜族', letters: 'CS' },
  { code: '11', label: '满族', letters: 'MA' },
  { code: '12', label: '侗族', letters: 'DO' },
  { code: '13', label: '瑶族', letters: 'YA' },
  { code: '14', label: '白族', letters: 'BA' },
  { code: '15', label: '土家族', letters: 'TJ' },
  { code: '16', label: '哈尼族', letters: 'HN' },
  { code: '17', label: '哈萨克族', letters: 'KZ' },
  { code: '18', label: '傣族', letters: 'DA' },
  { code: '19', label: '黎族', letters: 'LI' },
  { code: '20', label: '傈僳族', letters: 'LS' },
  { code: '21', label: '佤族', letters: 'VA' },
  { code: '22', label: '畲族', letters: 'SH' },
  { code: '23', label: '高山族', letters: 'GS' },
  { code: '24', label: '拉祜族', letters: 'LH' },
  { code: '25', label: '水族', letters: 'SU' },
  { code: '26', label: '东乡族', letters: 'DX' },
  { code: '27', label: '纳西族', letters: 'NX' },
  { code: '28', label: '景颇族', letters: 'JP' },
  { code: '29', label: '柯尔克孜族', letters: 'KG' },
  { code: '30', label: '土族', letters: 'TU' },
  { code: '31', label: '达斡尔族', letters: 'DU' },
  { code: '32', label: '仫佬族', letters: 'ML' },
  { code: '33', label: '羌族', letters: 'QI' },
  { code: '34', label: '布朗族', letters: 'BL' },
  { code: '35', label: '撒拉族', letters: 'SL' },
  { code: '36', label: '毛南族', letters: 'MN' },
  { code: '37', label: '仡佬族', letters: 'GL' },
  { code: '38', label: '锡伯族', letters: 'XB' },
  { code: '39', label: '阿昌族', letters: 'AC' },
  { code: '40', label: '普米族', letters: 'PM' },
  { code: '41', label: '塔吉克族', letters: 'TA' },
  { code: '42', label: '怒族', letters: 'NU' },
  { code: '43', label: '乌孜别克族', letters: 'UZ' },
  { code: '44', label: '俄罗斯族', letters: 'RS' },
  { code: '45', label: '鄂温克族', letters: 'EW' },
  { code: '46', label: '德昂族', letters: 'DE' },
  { code: '47', label: '保安族', letters: 'BN' },
  { code: '48', label: '裕固族', letters: 'YG' },
  { code: '49', label: '京族', letters: 'GI' },
  { code: '50', label: '塔塔尔族', letters: 'TT' },
  { code: '51', label: '独龙族', letters: 'DR' },
  { code: '52', label: '鄂伦春族', letters: 'OR' },
  { code: '53', label: '赫哲族', letters: 'HZ' },
  { code: '54', label: '门巴族', letters: 'MB' },
  { code: '55', label: '珞巴族', letters: 'LB' },
  { code: '56', label: '基诺族', letters: 'JN' },
  { code: '97', label: '其他', letters: null },
  { code: '98', label: '外国血统中国籍人士', letters: null },
]

/** The name of the ethnicity, such as 汉族, or undefined. */
export function ethnicityLabel(code: string): string | undefined {
  return labelIn(ethnicities, code)
}

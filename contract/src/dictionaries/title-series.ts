import { type Entry, labelIn } from './entry.ts'

export type TitleLevelCode = 'senior' | 'associateSenior' | 'intermediate' | 'assistant' | 'junior'

/** Who recognises 专业课 after the employer: nobody, or the education or health authority. */
export type SeriesChain = 'employer' | 'education' | 'health'

/** A line of 专业系列 with its titles by level; a level that the series lacks has none. */
export interface TitleSeries extends Entry {
  readonly chain: SeriesChain
  readonly titles: Readonly<Record<TitleLevelCode, readonly string[]>>
}

/** 职称层级 from the highest. */
export const titleLevels: readonly Entry<TitleLevelCode>[] = [
  { code: 'senior', label: '正高级' },
  { code: 'associateSenior', label: '副高级' },
  { code: 'intermediate', label: '中级' },
  { code: 'assistant', label: '助理级' },
  { code: 'junior', label: '员级' },
]

// 正高 / 副高 / 中级 / 助理级 / 员级, several names at a level parted by a comma.
const rows: readonly (readonly [
  code: string,
  label: string,
  titles: string,
  chain?: SeriesChain,
])[] = [
  ['01', '高等学校教师', '教授/副教授/讲师/助教/', 'education'],
  ['02', '哲学社会科学研究', '研究员/副研究员/助理研究员/研究实习员/'],
  ['03', '自然科学研究', '研究员/副研究员/助理研究员/研究实习员/'],
  [
    '04',
    '卫生技术',
    '主任医师,主任药师,主任护师,主任技师/副主任医师,副主任药师,副主任护师,副主任技师/主治医师,主管药师,主管护师,主管技师/医师,药师,护师,技师/医士,药士,护士,技士',
    'health',
  ],
  ['05', '工程技术', '正高级工程师/高级工程师/工程师/助理工程师/技术员'],
  [
    '06',
    '农业技术',
    '正高级农艺师,正高级畜牧师,正高级兽医师,农业技术推广研究员/高级农艺师,高级畜牧师,高级兽医师/农艺师,畜牧师,兽医师/助理农艺师,助理畜牧师,助理兽医师/农业技术员',
  ],
  ['07', '新闻', '高级记者,高级编辑/主任记者,主任编辑/记者,编辑/助理记者,助理编辑/'],
  ['08', '出版', '编审/副编审/编辑/助理编辑/'],
  ['09', '图书资料', '研究馆员/副研究馆员/馆员/助理馆员/管理员'],
  ['10', '文物博物', '研究馆员/副研究馆员/馆员/助理馆员/'],
  ['11', '档案', '研究馆员/副研究馆员/馆员/助理馆员/管理员'],
  ['12', '工艺美术', '正高级工艺美术师/高级工艺美术师/工艺美术师/助理工艺美术师/工艺美术员'],
  [
    '13',
    '技工院校教师',
    '正高级讲师,正高级实习指导教师/高级讲师,高级实习指导教师/讲师,一级实习指导教师/助理讲师,二级实习指导教师/三级实习指导教师',
  ],
  ['14', '体育教练', '国家级教练/高级教练/中级教练/初级教练/'],
  ['15', '翻译', '译审/一级翻译/二级翻译/三级翻译/'],
  ['16', '播音主持', '播音指导/主任播音员主持人/一级播音员主持人/二级播音员主持人/'],
  ['17', '会计', '正高级会计师/高级会计师/会计师/助理会计师/'],
  ['18', '统计', '正高级统计师/高级统计师/统计师/助理统计师/'],
  ['19', '经济', '正高级经济师/高级经济师/经济师/助理经济师/'],
  ['20', '实验技术', '正高级实验师/高级实验师/实验师/助理实验师/实验员'],
  [
    '21',
    '中等职业学校教师',
    '正高级讲师,正高级实习指导教师/高级讲师,高级实习指导教师/讲师,一级实习指导教师/助理讲师,二级实习指导教师/三级实习指导教师',
    'education',
  ],
  ['22', '中小学教师', '正高级教师/高级教师/一级教师/二级教师/三级教师', 'education'],
  [
    '23',
    '艺术',
    '一级演员,一级编剧,一级导演,一级作曲,一级美术师/二级演员,二级编剧,二级导演,二级作曲,二级美术师/三级演员,三级编剧,三级导演,三级作曲,三级美术师/四级演员,四级编剧,四级导演,四级作曲,四级美术师/',
  ],
  [
    '24',
    '公共法律服务',
    '一级公证员,正高级司法鉴定人/二级公证员,副高级司法鉴定人/三级公证员,中级司法鉴定人/四级公证员,初级司法鉴定人/',
  ],
  [
    '25',
    '船舶',
    '正高级船长,正高级轮机长,正高级船舶电子员,正高级引航员/高级船长,高级轮机长,高级船舶电子员,高级引航员/中级驾驶员,中级轮机员,中级船舶电子员,中级引航员/助理驾驶员,助理轮机员,助理船舶电子员,助理引航员/驾驶员,轮机员,船舶电子员,引航员',
  ],
  ['26', '民用航空飞行', '正高级飞行员/一级飞行员/二级飞行员/三级飞行员/'],
  ['27', '审计', '正高级审计师/高级审计师/审计师/助理审计师/'],
]

/** 专业系列: the 27 series of the title reform. The order numbers are ours; GB/T 8561 predates many of the levels. */
export const titleSeries: readonly TitleSeries[] = /* @__PURE__ */ rows.map(
  ([code, label, titles, chain = 'employer']) => {
    const [senior, associateSenior, intermediate, assistant, junior] = titles
      .split('/')
      .map((names) => (names === '' ? [] : names.split(',')))
    return {
      code,
      label,
      chain,
      titles: {
        senior: senior ?? [],
        associateSenior: associateSenior ?? [],
        intermediate: intermediate ?? [],
        assistant: assistant ?? [],
        junior: junior ?? [],
      },
    }
  },
)

/** The series, or undefined. */
export function titleSeriesOf(code: string): TitleSeries | undefined {
  return titleSeries.find((series) => series.code === code)
}

/** The name of the series, such as 工程技术, or undefined. */
export function titleSeriesLabel(code: string): string | undefined {
  return labelIn(titleSeries, code)
}

/** 正高级 … 员级, or undefined. */
export function titleLevelLabel(code: string): string | undefined {
  return labelIn(titleLevels, code)
}

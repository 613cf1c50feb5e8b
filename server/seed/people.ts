/**
 * Some sixty invented people. `pace` says how their years went:
 * complete: all three years met; most: two years met, this one half way; some: a little each year;
 * new: registered this autumn, the profile in one of its states.
 */
export type Pace = 'complete' | 'most' | 'some' | 'waiting' | 'returned' | 'draft' | 'changed'
export type SeedPerson = {
  name: string
  unit: string
  series: string
  specialty: string
  title: string
  titleLevel: 'senior' | 'associateSenior' | 'intermediate' | 'assistant' | 'junior'
  pace: Pace
}

type Team = {
  unit: string
  series: string
  specialty: string
  titles: readonly (readonly [SeedPerson['titleLevel'], string])[]
  people: readonly (readonly [string, Pace])[]
}

const engineer = [
  ['intermediate', '工程师'],
  ['associateSenior', '高级工程师'],
  ['assistant', '助理工程师'],
] as const

const teams: readonly Team[] = [
  {
    unit: 'lingnan',
    series: '05',
    specialty: '电子信息',
    titles: engineer,
    people: [
      ['林晓雯', 'complete'],
      ['陈志远', 'most'],
      ['欧阳䶮', 'complete'],
      ['何嘉欣', 'some'],
      ['梁子墨', 'waiting'],
      ['刘思源', 'returned'],
      ['赵明轩', 'draft'],
      ['黄婉婷', 'changed'],
    ],
  },
  {
    unit: 'hospital',
    series: '04',
    specialty: '内科护理',
    titles: [
      ['intermediate', '主管护师'],
      ['associateSenior', '副主任护师'],
      ['assistant', '护师'],
    ],
    people: [
      ['苏慧敏', 'complete'],
      ['阿依古丽·买买提', 'most'],
      ['周雅琴', 'some'],
      ['郑海涛', 'most'],
      ['冯玉洁', 'waiting'],
      ['邓丽华', 'some'],
    ],
  },
  {
    unit: 'school',
    series: '22',
    specialty: '语文',
    titles: [
      ['intermediate', '一级教师'],
      ['associateSenior', '高级教师'],
      ['assistant', '二级教师'],
    ],
    people: [
      ['谢文静', 'complete'],
      ['罗建国', 'most'],
      ['叶思颖', 'some'],
      ['潘俊杰', 'some'],
      ['曾晓彤', 'waiting'],
    ],
  },
  {
    unit: 'accounts',
    series: '17',
    specialty: '会计',
    titles: [
      ['intermediate', '会计师'],
      ['associateSenior', '高级会计师'],
      ['assistant', '助理会计师'],
    ],
    people: [
      ['蔡文博', 'complete'],
      ['彭雨桐', 'most'],
      ['袁志强', 'some'],
      ['邱美玲', 'some'],
    ],
  },
  {
    unit: 'design',
    series: '05',
    specialty: '城乡规划',
    titles: engineer,
    people: [
      ['吴𬱖', 'complete'],
      ['徐振华', 'most'],
      ['孙悦', 'some'],
      ['马晓东', 'some'],
      ['朱敏仪', 'waiting'],
    ],
  },
  {
    unit: 'press',
    series: '08',
    specialty: '图书编辑',
    titles: [
      ['intermediate', '编辑'],
      ['associateSenior', '副编审'],
      ['assistant', '助理编辑'],
    ],
    people: [
      ['胡静怡', 'most'],
      ['高远', 'some'],
      ['卢俊霖', 'some'],
      ['安若琳', 'some'],
    ],
  },
  {
    unit: 'water',
    series: '05',
    specialty: '环境监测',
    titles: engineer,
    people: [
      ['钟伟明', 'complete'],
      ['崔雪', 'most'],
      ['温家豪', 'some'],
      ['简佩珊', 'some'],
      ['甘露', 'some'],
    ],
  },
  {
    unit: 'ceramics',
    series: '12',
    specialty: '陶瓷艺术',
    titles: [
      ['intermediate', '工艺美术师'],
      ['associateSenior', '高级工艺美术师'],
      ['assistant', '助理工艺美术师'],
    ],
    people: [
      ['霍润生', 'most'],
      ['冼志成', 'some'],
      ['关颖仪', 'some'],
      ['黎绍钧', 'some'],
    ],
  },
  {
    unit: 'college',
    series: '01',
    specialty: '机械工程',
    titles: [
      ['intermediate', '讲师'],
      ['associateSenior', '副教授'],
      ['assistant', '助教'],
    ],
    people: [
      ['区美仪', 'complete'],
      ['麦嘉诚', 'most'],
      ['凌云', 'some'],
      ['卓越', 'some'],
    ],
  },
  {
    unit: 'toys',
    series: '05',
    specialty: '自动化控制',
    titles: engineer,
    people: [
      ['莫家俊', 'most'],
      ['詹国栋', 'some'],
      ['游思敏', 'some'],
      ['翁子健', 'returned'],
    ],
  },
  {
    unit: 'bay',
    series: '05',
    specialty: '计算机软件',
    titles: engineer,
    people: [
      ['侯一鸣', 'complete'],
      ['夏雨荷', 'most'],
      ['龙腾飞', 'some'],
      ['石磊', 'some'],
      ['司徒静', 'waiting'],
    ],
  },
  {
    unit: 'talent',
    series: '19',
    specialty: '人力资源管理',
    titles: [
      ['intermediate', '经济师'],
      ['associateSenior', '高级经济师'],
      ['assistant', '助理经济师'],
    ],
    people: [
      ['姚文君', 'most'],
      ['范思哲', 'some'],
      ['丁香', 'some'],
      ['任重', 'draft'],
    ],
  },
  {
    unit: 'newcomer',
    series: '05',
    specialty: '检验检测',
    titles: engineer,
    people: [
      ['尹晓晨', 'waiting'],
      ['常乐', 'waiting'],
    ],
  },
]

export const people: readonly SeedPerson[] = teams.flatMap(({ people: members, titles, ...team }) =>
  members.map(([name, pace], at) => {
    const [titleLevel, title] = titles[at % titles.length] ?? titles[0] ?? ['intermediate', '']
    return { ...team, name, pace, title, titleLevel }
  }),
)

import type { Capability } from '@xueshi/contract/orgs'
import type { UnitNature } from '@xueshi/contract/orgs/units'

/** The demo province: offices, employers and institutions. Every name says 演示, none is a real unit's. */
export type SeedUnit = {
  key: string
  name: string
  nature: UnitNature
  regionCode: string
  capabilities: readonly Capability[]
  /** Trades that the unit belongs to; for an industry authority, the one that it is in charge of. */
  industries?: readonly string[]
  parent?: string
  /** Registered, but its HR&SS office has not looked at it yet. */
  waiting?: true
}

const office = (key: string, name: string, regionCode: string): SeedUnit => ({
  key,
  name: `${name}（演示）`,
  nature: 'government',
  regionCode,
  capabilities: ['hrss'],
})

const authority = (key: string, name: string, regionCode: string, industry: string): SeedUnit => ({
  key,
  name: `${name}（演示）`,
  nature: 'government',
  regionCode,
  capabilities: ['industry'],
  industries: [industry],
})

export const units: readonly SeedUnit[] = [
  office('hrss-province', '广东省人力资源和社会保障厅', '440000'),
  office('hrss-guangzhou', '广州市人力资源和社会保障局', '440100'),
  office('hrss-tianhe', '广州市天河区人力资源和社会保障局', '440106'),
  office('hrss-yuexiu', '广州市越秀区人力资源和社会保障局', '440104'),
  office('hrss-foshan', '佛山市人力资源和社会保障局', '440600'),
  office('hrss-nanhai', '佛山市南海区人力资源和社会保障局', '440605'),
  office('hrss-dongguan', '东莞市人力资源和社会保障局', '441900'),
  office('hrss-shenzhen', '深圳市人力资源和社会保障局', '440300'),
  authority('health', '广东省卫生健康委员会', '440000', 'health'),
  authority('education', '广东省教育厅', '440000', 'education'),
  authority('housing', '广州市住房和城乡建设局', '440100', 'housing'),
  {
    key: 'lingnan',
    name: '岭南智造工程技术有限公司（演示）',
    nature: 'enterprise',
    regionCode: '440106',
    capabilities: ['employer', 'institution'],
    industries: ['housing'],
  },
  {
    key: 'hospital',
    name: '天河云山医院（演示）',
    nature: 'publicInstitution',
    regionCode: '440106',
    capabilities: ['employer'],
    industries: ['health'],
  },
  {
    key: 'school',
    name: '天河珠江实验小学（演示）',
    nature: 'publicInstitution',
    regionCode: '440106',
    capabilities: ['employer'],
    industries: ['education'],
  },
  {
    key: 'accounts',
    name: '粤信会计师事务所（演示）',
    nature: 'enterprise',
    regionCode: '440106',
    capabilities: ['employer'],
  },
  {
    key: 'design',
    name: '越秀城市规划设计院（演示）',
    nature: 'publicInstitution',
    regionCode: '440104',
    capabilities: ['employer'],
    industries: ['housing'],
  },
  {
    key: 'press',
    name: '南风出版社（演示）',
    nature: 'enterprise',
    regionCode: '440104',
    capabilities: ['employer'],
  },
  {
    key: 'water',
    name: '广州市水质监测中心（演示）',
    nature: 'publicInstitution',
    regionCode: '440100',
    capabilities: ['employer'],
  },
  {
    key: 'ceramics',
    name: '南海陶瓷研究所（演示）',
    nature: 'enterprise',
    regionCode: '440605',
    capabilities: ['employer'],
  },
  {
    key: 'college',
    name: '佛山工贸职业学院（演示）',
    nature: 'publicInstitution',
    regionCode: '440600',
    capabilities: ['employer', 'institution'],
    industries: ['education'],
  },
  {
    key: 'toys',
    name: '东莞松湖电子有限公司（演示）',
    nature: 'enterprise',
    regionCode: '441900',
    capabilities: ['employer'],
  },
  {
    key: 'bay',
    name: '深圳湾区软件有限公司（演示）',
    nature: 'enterprise',
    regionCode: '440300',
    capabilities: ['employer'],
  },
  {
    key: 'talent',
    name: '广州市人才服务中心（演示）',
    nature: 'publicInstitution',
    regionCode: '440100',
    capabilities: ['employer', 'hosting'],
  },
  {
    key: 'newcomer',
    name: '天河新星检测有限公司（演示）',
    nature: 'enterprise',
    regionCode: '440106',
    capabilities: ['employer'],
    waiting: true,
  },
  {
    key: 'centre',
    name: '广州市继续教育中心（演示）',
    nature: 'publicInstitution',
    regionCode: '440100',
    capabilities: ['institution'],
  },
  {
    key: 'medical',
    name: '岭南医学教育培训中心（演示）',
    nature: 'socialOrganisation',
    regionCode: '440106',
    capabilities: ['institution'],
    industries: ['health'],
  },
  {
    key: 'teachers',
    name: '南粤教师发展学院（演示）',
    nature: 'publicInstitution',
    regionCode: '440104',
    capabilities: ['institution'],
    industries: ['education'],
  },
  {
    key: 'digital',
    name: '大湾区数字技能学院（演示）',
    nature: 'enterprise',
    regionCode: '440300',
    capabilities: ['institution'],
  },
]

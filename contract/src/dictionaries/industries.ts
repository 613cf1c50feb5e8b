import { type Entry, labelIn } from './entry.ts'

/** 行业: the trades that may have an authority of their own, as the table `industries` has them. */
export const industries: readonly Entry[] = [
  { code: 'education', label: '教育' },
  { code: 'health', label: '卫生健康' },
  { code: 'housing', label: '住房城乡建设' },
  { code: 'industry', label: '工业和信息化' },
  { code: 'finance', label: '财政' },
  { code: 'agriculture', label: '农业农村' },
  { code: 'transport', label: '交通运输' },
  { code: 'water', label: '水利' },
  { code: 'resources', label: '自然资源' },
  { code: 'environment', label: '生态环境' },
  { code: 'forestry', label: '林业' },
  { code: 'science', label: '科学技术' },
  { code: 'culture', label: '文化和旅游' },
  { code: 'broadcasting', label: '广播电视' },
  { code: 'press', label: '新闻出版' },
  { code: 'sports', label: '体育' },
  { code: 'justice', label: '司法行政' },
  { code: 'civilAffairs', label: '民政' },
  { code: 'market', label: '市场监督管理' },
  { code: 'drugs', label: '药品监督管理' },
  { code: 'statistics', label: '统计' },
  { code: 'audit', label: '审计' },
  { code: 'archives', label: '档案' },
  { code: 'emergency', label: '应急管理' },
  { code: 'energy', label: '能源' },
  { code: 'meteorology', label: '气象' },
  { code: 'earthquake', label: '地震' },
  { code: 'commerce', label: '商务' },
  { code: 'humanResources', label: '人力资源和社会保障' },
]

/** 卫生健康, or undefined. */
export function industryLabel(code: string): string | undefined {
  return labelIn(industries, code)
}

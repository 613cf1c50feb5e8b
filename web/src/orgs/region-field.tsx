import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { Cascade, type CascadeProps } from '../ui/cascade.tsx'

const steps = ['省', '市', '县（市、区）']
const below = (code: string | undefined) =>
  code === undefined
    ? [{ value: guangdong.guangdongCode, text: '广东省' }]
    : guangdong.childrenOf(code).map((region) => ({ value: region.code, text: region.label }))
const pathOf = (code: string) => guangdong.regionPath(code).map((region) => region.code)

/** A region of 广东省: itself, a city of it, or a county. */
export const RegionField = (field: Omit<CascadeProps, 'steps' | 'below' | 'pathOf'>) => (
  <Cascade {...field} steps={steps} below={below} pathOf={pathOf} />
)

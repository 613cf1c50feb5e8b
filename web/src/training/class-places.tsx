import type { ClassPlaces, TrainingClass } from '@xueshi/contract/training/classes'
import { DefinitionList } from '../ui/facts.tsx'

/** How the places of a class stand. */
export function PlacesFacts({
  places,
  held,
}: {
  places: ClassPlaces
  held: Pick<TrainingClass, 'promotes' | 'keptEnded' | 'signUpToOn' | 'signUpToAt'>
}) {
  const { promotes, keptEnded, signUpToOn, signUpToAt } = held
  const until = keptEnded ? '的报名人保留' : `保留至 ${signUpToOn} ${signUpToAt}`
  const { plan, free, kept, applied, waiting, confirmed, waitlisted, refused } = places
  return (
    <DefinitionList
      facts={[
        { term: '拟招人数', value: `${plan} 人` },
        { term: '已报名人数', value: `${applied} 人` },
        { term: '已录取', value: `${confirmed} 人` },
        {
          term: '空余名额',
          value: kept > 0 ? `${free} 个，其中 ${kept} 个为指定单位${until}` : `${free} 个`,
        },
        { term: '待确认', value: `${waiting} 人` },
        { term: '候补', value: `${waitlisted} 人` },
        { term: '未通过', value: `${refused} 人` },
        { term: '候补递补', value: promotes ? '有空余名额时按顺序自动递补' : '已暂停' },
      ]}
    />
  )
}

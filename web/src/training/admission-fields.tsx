import { titleLevels as levelNames, titleSeries } from '@xueshi/contract/dictionaries/title-series'
import type { CourseChoice } from '@xueshi/contract/training/classes'
import { useFieldArray } from 'react-hook-form'
import { RegionField } from '../orgs/region-field.tsx'
import { findUnits } from '../orgs/unit-fields.tsx'
import { Button } from '../ui/button.tsx'
import { CheckGroup } from '../ui/check-group.tsx'
import { CheckBox } from '../ui/choice-field.tsx'
import { LineContext } from '../ui/form-context.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { ListFault } from '../ui/list-fault.tsx'
import { announce } from '../ui/live.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Card, Row } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import type { ClassFormOf } from './class-form-of.ts'
import { levelText, seriesText } from './text.ts'

const levels = [...levelNames.map(({ code }) => code), 'none' as const]
/** What the course that was filed leaves to choose. */
const boundText = (only: readonly string[]) =>
  only.length === 0
    ? '不勾选表示不限'
    : `课程备案的培训对象为${only.join('、')}，只能在其中限定；不勾选即为课程的培训对象`

/** 报名对象: who may apply, and for whose people places are kept. */
export function AdmissionFields({
  form,
  course,
  unitNames,
}: {
  form: ClassFormOf
  course: Pick<CourseChoice, 'series' | 'levels'> | null
  unitNames: ReadonlyMap<string, string>
}) {
  const { fields, append, remove } = useFieldArray({
    control: form.control,
    name: 'admission.units',
  })
  const drop = (at: number) => {
    remove(at)
    announce(`已删除第 ${at + 1} 个单位`)
  }
  return (
    <Card title="报名对象">
      <p className="field-hint">都不填写的，所有基本信息已经单位确认的专业技术人员都可以报名。</p>
      <details className="more-choices">
        <summary>限定专业系列</summary>
        <CheckGroup
          {...form.at('admission.series')}
          label="专业系列"
          hint={boundText(course?.series ? [seriesText(course.series)] : [])}
          options={titleSeries.map(({ code: value, label }) => ({ value, text: label }))}
        />
      </details>
      <CheckGroup
        {...form.at('admission.levels')}
        label="职称层级"
        hint={boundText((course?.levels ?? []).map(levelText))}
        options={levels.map((value) => ({ value, text: levelText(value) }))}
      />
      <RegionField
        {...form.at('admission.regionCode')}
        label="工作单位所在地区"
        hint="不选择表示不限"
        emptyIsNull
      />
      <ListFault {...form.at('admission.units')} label="指定单位" />
      <ul className="unit-rows">
        {fields.map((field, at) => (
          <li key={field.id} className="unit-row" aria-label={`第 ${at + 1} 个单位`}>
            <LineContext value={`第 ${at + 1} 个单位`}>
              <SearchField
                {...form.at(`admission.units.${at}.unitId`)}
                label="指定单位"
                required
                search={findUnits}
                startText={unitNames.get(field.unitId) ?? ''}
                nothingFound="没有找到已批准的单位。"
              />
              <NumberField
                {...form.at(`admission.units.${at}.kept`)}
                label="保留名额"
                required
                unit="人"
              />
              <Button
                look="quiet"
                onMouseDown={keepFocus}
                icon="trash"
                aria-label={`删除第 ${at + 1} 个单位`}
                onClick={() => drop(at)}
              >
                删除
              </Button>
            </LineContext>
          </li>
        ))}
      </ul>
      <Row>
        <Button icon="plus" onMouseDown={keepFocus} onClick={() => append({ unitId: '', kept: 0 })}>
          添加指定单位
        </Button>
      </Row>
      <CheckBox
        {...form.at('admission.unitsOnly')}
        label="只限指定单位的人员报名"
        hint="不勾选的，其他单位的人员也可以报名，只是在报名截止前不能占用保留名额；截止时没有人报名的保留名额，按顺序给其他报名的人"
      />
    </Card>
  )
}

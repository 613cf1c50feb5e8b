import { useState } from 'react'
import { childrenOf, guangdongCode } from '@xueshi/contract/dictionaries/guangdong'
import { titleSeries } from '@xueshi/contract/dictionaries/title-series'
import {
  categories,
  certifyWays,
  defaultParts,
  editRuleSet,
  listRuleSets,
  readRuleSet,
  type RuleSetDetail,
  RuleSetForm,
  ruleSetFormOf,
  ruleSetIssues,
} from '@xueshi/contract/ledger'
import { CancelButton, KeptForm } from '../ui/kept-form.tsx'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { CheckGroup } from '../ui/check-group.tsx'
import { CheckBox, RadioGroup, Select } from '../ui/choice-field.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { LineContext } from '../ui/form-context.ts'
import { useFormOf, type FormOf } from '../ui/form.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Card, Columns, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo, usePathParam } from '../url.ts'
import { LineDrawer, type OpenLine, RuleSetLines } from './rule-set-lines.tsx'
import { certifyText, defaultPartText, windowText } from './rule-text.ts'
import { categoryText } from './text.ts'
import { YearDayField } from './year-day-field.tsx'

/** A draft of 学时规则, every part of it by fields. */
export default function EditRuleSet() {
  const id = usePathParam('id')
  const read = useRead(readRuleSet, { params: { id } })
  const back = { to: paths.ruleSet(id), text: '查看学时规则' }
  const set = read.data
  return (
    <Page title="修改学时规则" back={back} lead="保存后须重新统计受影响人员，才能发布。">
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : !set ? (
        <Card>
          <Skeleton lines={10} />
        </Card>
      ) : set.open.includes('edit') ? (
        <Editor key={set.version} set={set} reload={() => void read.refetch()} />
      ) : (
        <Notice
          tone="warn"
          title="已发布的规则不能修改"
          actions={<ButtonLink to={paths.ruleSet(id)}>查看学时规则</ButtonLink>}
        >
          要改变它，请在查看页复制为草稿。
        </Notice>
      )}
    </Page>
  )
}

function Editor({ set, reload }: { set: RuleSetDetail; reload: () => void }) {
  const go = useGo()
  const save = useMove(editRuleSet, { refresh: [readRuleSet, listRuleSets] })
  const form = useFormOf(RuleSetForm, { start: ruleSetFormOf(set), rules: ruleSetIssues })
  const [open, setOpen] = useState<OpenLine | null>(null)
  const lines = { form, open, setOpen }
  return (
    <>
      <KeptForm
        form={form}
        label="学时规则"
        keptAs={`rule-set-${set.id}-${set.version}`}
        reload={reload}
        save={(values) => {
          const body = { version: set.version, form: values }
          return save.mutateAsync({ params: { id: set.id }, body })
        }}
        saved={() => {
          toast('已保存草稿')
          go(paths.ruleSet(set.id))
        }}
      >
        <Head form={form} />
        <Hours form={form} />
        <DaysOfYear form={form} />
        <RuleSetLines {...lines} />
        <Paper form={form} />
        <FormActions>
          <SubmitButton busy={save.isPending}>保存</SubmitButton>
          <CancelButton leave={() => go(paths.ruleSet(set.id))} />
        </FormActions>
      </KeptForm>
      <LineDrawer {...lines} />
    </>
  )
}

type EditorForm = FormOf<RuleSetForm>

const places = [
  { value: guangdongCode, text: '广东省' },
  ...childrenOf(guangdongCode).map(({ code, label }) => ({ value: code, text: label })),
  { value: 'CN', text: '全国' },
]
const seriesOptions = titleSeries.map(({ code, label }) => ({ value: code, text: label }))

function Head({ form }: { form: EditorForm }) {
  return (
    <Card title="适用范围">
      <TextField {...form.at('name')} label="名称" required width="full" />
      <Columns>
        <Select {...form.at('jurisdiction')} label="适用地区" required options={places} />
        <Select
          {...form.at('series')}
          label="专业系列"
          emptyText="全部系列"
          emptyIsNull
          options={seriesOptions}
        />
        <NumberField {...form.at('yearFrom')} label="起始年度" required unit="年" />
        <NumberField
          {...form.at('yearTo')}
          label="终止年度"
          hint="不填：直到另有规则"
          emptyIsNull
          unit="年"
        />
      </Columns>
    </Card>
  )
}

function Hours({ form }: { form: EditorForm }) {
  return (
    <Card title="学时要求">
      <Columns>
        <HoursField {...form.at('totalTenths')} label="总学时" required />
        {categories.map((category) => (
          <HoursField
            key={category}
            {...form.at(`minima.${category}`)}
            label={`${categoryText[category]}最低学时`}
            required
          />
        ))}
        <HoursField {...form.at('dayTenths')} label="一天的学时" required />
        <NumberField {...form.at('minutesPerHour')} label="每学时分钟数" required unit="分钟" />
      </Columns>
      <RadioGroup
        {...form.at('certifies')}
        label="年度认证"
        required
        options={certifyWays.map((value) => ({ value, text: certifyText[value] }))}
      />
      <CheckBox
        {...form.at('prorates')}
        label="减免按月折算"
        hint="减免 3 个月，则要求为全年的 12 分之 9"
      />
    </Card>
  )
}

const until = ['declareTo', 'reviewTo', 'certifyTo', 'makeUpTo'] as const

function DaysOfYear({ form }: { form: EditorForm }) {
  return (
    <>
      {categories.map((category) => (
        <Card key={category} title={`${categoryText[category]}的时间窗口`}>
          <LineContext value={categoryText[category]}>
            <Columns>
              {(['learnFrom', 'learnTo'] as const).map((day) => (
                <YearDayField
                  key={day}
                  {...form.at(`windows.${category}.${day}`)}
                  label={windowText[day]}
                  required
                />
              ))}
              {until.map((day) => (
                <YearDayField
                  key={day}
                  {...form.at(`windows.${category}.${day}`)}
                  label={windowText[day]}
                  none={day === 'makeUpTo' ? '不补学' : '不限'}
                />
              ))}
            </Columns>
          </LineContext>
        </Card>
      ))}
    </>
  )
}

function Paper({ form }: { form: EditorForm }) {
  return (
    <Card title="依据">
      <TextArea {...form.at('source')} label="依据" required limit={300} rows={2} />
      <CheckBox {...form.at('confirmed')} label="已与正式文件核对" />
      <CheckGroup
        {...form.at('defaults')}
        label="没有正式文件、采用系统默认的内容"
        options={defaultParts.map((value) => ({ value, text: defaultPartText[value] }))}
      />
    </Card>
  )
}

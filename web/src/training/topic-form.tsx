import {
  createTopic,
  editTopic,
  listTopics,
  type Topic,
  TopicForm as Shape,
  topicIssues,
} from '@xueshi/contract/training/topics'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { HoursField } from '../ui/hours-field.tsx'
import { useKept } from '../ui/kept.ts'
import { whenOvertaken } from '../ui/overtaken.tsx'
import { Columns } from '../ui/page.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { useYears } from './portal.ts'

/** 添加 and 编辑 of a topic. */
export function TopicForm({ topic, close }: { topic: Topic | null; close: () => void }) {
  const { thisYear } = useYears()
  const create = useMove(createTopic, { refresh: [listTopics] })
  const edit = useMove(editTopic, { refresh: [listTopics], evenRefused: true })
  const form = useFormOf(Shape, {
    start: topic
      ? formOf(topic)
      : { year: thisYear + 1, url: null, platformCode: null, note: null },
    rules: (values) => topicIssues(values, thisYear),
  })
  const forget = useKept(form, `topic:${topic ? `${topic.id}:${topic.version}` : 'new'}`)
  const done = () => {
    forget()
    close()
  }
  const submit = async (values: Shape) => {
    if (topic)
      await edit.mutateAsync({
        params: { id: topic.id },
        body: { version: topic.version, form: values },
      })
    else await create.mutateAsync({ body: values })
    toast(topic ? '已保存' : '已保存为草稿')
    done()
  }
  const refused = whenOvertaken((error) => {
    toast(textOf(error), 'error')
    close()
  })
  return (
    <Form form={form} label="公需课" submit={submit} refused={refused}>
      <TextField {...form.at('title')} label="选题" required width="full" maxLength={100} />
      <Columns>
        <Select
          {...form.at('year')}
          label="年度"
          required
          numeric
          options={[thisYear - 1, thisYear, thisYear + 1].map((year) => ({
            value: String(year),
            text: `${year} 年`,
          }))}
        />
        <HoursField {...form.at('hoursTenths')} label="学时" required />
      </Columns>
      <TextField
        {...form.at('platform')}
        label="学习平台"
        hint="平台名称，例如：广东省专业技术人员继续教育网络平台"
        required
        width="full"
        maxLength={100}
      />
      <TextField
        {...form.at('url')}
        label="平台网址"
        hint="以 https:// 开头，可以不填"
        width="full"
        maxLength={300}
        inputMode="url"
        emptyIsNull
      />
      <TextField
        {...form.at('platformCode')}
        label="平台的统一社会信用代码"
        hint="填写后，该单位的学习平台可以通过数据接口上报这门课的结业记录"
        width="full"
        maxLength={30}
        emptyIsNull
      />
      <Columns>
        <DateField {...form.at('openFrom')} label="开放时间" required />
        <DateField {...form.at('openTo')} label="截止时间" required />
      </Columns>
      <TextArea {...form.at('note')} label="说明" rows={3} limit={300} emptyIsNull />
      <FormActions>
        <SubmitButton>保存</SubmitButton>
        <Button onClick={done}>取消</Button>
      </FormActions>
    </Form>
  )
}

const formOf = ({
  year,
  title,
  hoursTenths,
  platform,
  url,
  platformCode,
  openFrom,
  openTo,
  note,
}: Topic) => ({
  year,
  title,
  hoursTenths,
  platform,
  url,
  platformCode,
  openFrom,
  openTo,
  note,
})

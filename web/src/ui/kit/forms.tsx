import { hoursTenths } from '@xueshi/contract/hours'
import { Day } from '@xueshi/contract/shapes'
import { email, text } from '@xueshi/contract/text'
import * as z from 'zod/mini'
import { CallError } from '../../call.ts'
import { Cascade } from '../cascade.tsx'
import { CheckBox, RadioGroup, Select } from '../choice-field.tsx'
import { DateField } from '../date-field.tsx'
import { FormActions, SubmitButton } from '../form-actions.tsx'
import { Form, useFormOf } from '../form.tsx'
import { Card, Columns } from '../page.tsx'
import { PasswordField } from '../password-field.tsx'
import { SearchField } from '../search-field.tsx'
import { HoursField } from '../hours-field.tsx'
import { TextArea } from '../text-area.tsx'
import { TextField } from '../text-field.tsx'
import { toast } from '../toast.tsx'

const Everything = z.object({
  name: text({ min: 2, max: 20 }),
  email,
  password: z.string().check(z.minLength(8)),
  form: z.string().check(z.minLength(1)),
  sex: z.enum(['male', 'female']),
  startOn: Day,
  region: z.string().check(z.minLength(1)),
  unitId: z.string().check(z.minLength(1)),
  hours: hoursTenths,
  reason: text({ min: 1, max: 50, lines: true }),
  agreed: z.literal(true),
})

const options = [
  { value: 'network', text: '网络培训' },
  { value: 'class', text: '面授' },
]
const sexes = [
  { value: 'male', text: '男' },
  { value: 'female', text: '女' },
]
const regions: Record<string, readonly string[]> = {
  '': ['广东省'],
  广东省: ['广州市', '深圳市', '东莞市'],
  广州市: ['天河区', '越秀区'],
  深圳市: ['南山区'],
}
const below = (code = '') => (regions[code] ?? []).map((name) => ({ value: name, text: name }))
const pathOf = (code: string): string[] => {
  const above = Object.keys(regions).find((key) => regions[key]?.includes(code))
  return above ? [...pathOf(above), code] : [code]
}
const units = ['广州云山电子有限公司', '广州云山建筑设计院', '珠海海岸生物科技有限公司']

async function search(words: string) {
  return units
    .filter((unit) => unit.includes(words))
    .map((unit, at) => ({ value: String(at), text: unit, detail: `广州市天河区 · 尾号 ${at}X7K` }))
}

export function Forms() {
  return (
    <>
      <Filled title="空白的表单（直接点“提交”可看到错误汇总）" start={{}} refuse={false} />
      <Filled
        title="已填写的表单（提交后由服务器退回）"
        start={{
          name: '欧阳䶮',
          email: 'ouyang@example.cn',
          password: 'abc12345',
          form: 'network',
          sex: 'female',
          startOn: '2026-02-02',
          region: '天河区',
          unitId: '0',
          hours: 125,
          reason: '结业证书载明学时。',
        }}
        refuse
      />
    </>
  )
}

type Start = Partial<z.infer<typeof Everything>>

function Filled({ title, start, refuse }: { title: string; start: Start; refuse: boolean }) {
  const form = useFormOf(Everything, { start })
  const submit = async () => {
    if (refuse) throw new CallError('INVALID', 422, { fields: { name: 'ACCOUNT_TAKEN' } })
    toast('已提交')
  }
  return (
    <Card title={title}>
      <Form form={form} submit={submit} label={title}>
        <TextField
          {...form.at('name')}
          label="姓名"
          required
          hint="与有效身份证件一致，少数民族姓名用“·”连接"
        />
        <Columns>
          <TextField
            {...form.at('email')}
            label="邮箱"
            required
            type="email"
            autoComplete="email"
          />
          <PasswordField
            {...form.at('password')}
            label="密码"
            required
            autoComplete="new-password"
            rules={[
              { text: '8 至 16 位', holds: (word) => word.length >= 8 && word.length <= 16 },
              { text: '至少一个字母', holds: (word) => /[A-Za-z]/.test(word) },
              { text: '至少一个数字', holds: (word) => /\d/.test(word) },
            ]}
          />
          <Select {...form.at('form')} label="学习形式" required options={options} />
          <DateField {...form.at('startOn')} label="学习开始时间" required latest="2026-11-23" />
          <HoursField {...form.at('hours')} label="拟申报学时" required hint="最多一位小数" />
          <RadioGroup {...form.at('sex')} label="性别" required options={sexes} />
        </Columns>
        <Cascade
          {...form.at('region')}
          label="工作单位所在地"
          required
          steps={['省', '市', '县（市、区）']}
          below={below}
          pathOf={pathOf}
        />
        <SearchField
          {...form.at('unitId')}
          label="工作单位"
          required
          hint="输入单位名称、拼音首字母或统一社会信用代码"
          search={search}
          startText={start.unitId ? (units[0] ?? '') : ''}
          nothingFound="没有找到。请让您的单位先在本系统注册。"
        />
        <TextArea {...form.at('reason')} label="退回原因" required limit={50} />
        <CheckBox {...form.at('agreed')} label="我已核对，以上内容真实" required />
        <FormActions>
          <SubmitButton>提交</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}

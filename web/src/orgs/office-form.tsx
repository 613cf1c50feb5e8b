import * as guangdong from '@xueshi/contract/dictionaries/guangdong'
import { listOffices, OfficeForm, officeIssues, openOffice } from '@xueshi/contract/orgs/offices'
import { useChoices } from '../dictionary.ts'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { Cascade } from '../ui/cascade.tsx'
import { RadioGroup, Select } from '../ui/choice-field.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Columns, Row } from '../ui/page.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { usePortalKind } from '../url.ts'
import { capabilityText } from './text.ts'

const kinds = (['hrss', 'industry'] as const).map((value) => ({
  value,
  text: capabilityText[value],
}))

/** 设立下级部门, with the account that will manage it. */
export function OpenOfficeForm({ regionCode, close }: { regionCode: string; close: () => void }) {
  const isAuthority = usePortalKind() === 'industry'
  const send = useMove(openOffice, { refresh: [listOffices] })
  const form = useFormOf(OfficeForm, {
    start: {
      kind: isAuthority ? 'industry' : 'hrss',
      industryCode: null,
      name: '',
      code: '',
      regionCode,
      contactName: '',
      contactPhone: '',
      managerName: '',
      managerUserName: '',
    },
    rules: officeIssues,
  })
  const kind = form.watch('kind')
  const trades = useChoices('industries')
  const above = guangdong.regionPath(regionCode)
  const below = (code: string | undefined) =>
    code === undefined
      ? above.slice(-1).map((region) => ({ value: region.code, text: region.label }))
      : guangdong.childrenOf(code).map((region) => ({ value: region.code, text: region.label }))
  const pathOf = (code: string) =>
    guangdong
      .regionPath(code)
      .slice(above.length - 1)
      .map((region) => region.code)
  const steps = ['省', '市', '县（市、区）'].slice(above.length - 1)
  return (
    <Form
      form={form}
      label="设立下级部门"
      submit={async (body) => {
        const industryCode = body.kind === 'hrss' ? null : body.industryCode
        await send.mutateAsync({ body: { ...body, industryCode } })
        toast(`已设立 ${body.name}`)
        close()
      }}
    >
      {!isAuthority && <RadioGroup {...form.at('kind')} label="类型" required options={kinds} />}
      {kind === 'industry' && (
        <Select
          {...form.at('industryCode')}
          label="主管的行业"
          required
          options={trades}
          emptyIsNull
        />
      )}
      <Cascade
        {...form.at('regionCode')}
        label="所在地区"
        hint="该部门负责的地区"
        required
        steps={steps}
        below={below}
        pathOf={pathOf}
      />
      <Columns>
        <TextField {...form.at('name')} label="部门名称" required maxLength={100} />
        <TextField
          {...form.at('code')}
          label="统一社会信用代码"
          required
          maxLength={40}
          spellCheck={false}
        />
        <TextField {...form.at('contactName')} label="联系人" required autoComplete="off" />
        <TextField
          {...form.at('contactPhone')}
          label="联系电话"
          hint="手机号码，或带区号的座机"
          required
          type="tel"
          maxLength={20}
        />
        <TextField
          {...form.at('managerName')}
          label="管理员姓名"
          hint="与其账号登记的姓名一致"
          required
          autoComplete="off"
        />
        <TextField
          {...form.at('managerUserName')}
          label="管理员用户名"
          hint="登录账号、已验证的手机号码或证件号码"
          required
          autoComplete="off"
          spellCheck={false}
        />
      </Columns>
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>设立</SubmitButton>
      </Row>
    </Form>
  )
}

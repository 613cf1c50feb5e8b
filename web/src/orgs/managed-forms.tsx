import { standingIssues } from '@xueshi/contract/orgs/changes'
import { addLetter, listLetters, removePaper } from '@xueshi/contract/orgs/papers'
import { absorbUnit, correctUnit, handOverUnit } from '@xueshi/contract/orgs/registry'
import { useMove, useRead } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Columns, Row } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type ActProps, refresh } from './managed-act.ts'
import { PaperField } from './paper-field.tsx'
import { findUnits, StandingFields, standingOf } from './unit-fields.tsx'

/** 更正: what the unit is called and where it stands. */
export function CorrectForm({ unit, close, done, refused }: ActProps) {
  const send = useMove(correctUnit, { refresh })
  const form = useFormOf(correctUnit.parts.body, {
    start: { version: unit.version, ...standingOf(unit), reason: '' },
    rules: (wanted) => standingIssues(wanted, unit),
  })
  return (
    <Form
      form={form}
      label="更正单位信息"
      refused={refused}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: unit.id }, body })
        done('单位信息已更正，单位会收到通知')
      }}
    >
      <StandingFields at={form.at} />
      <TextArea
        {...form.at('reason')}
        label="更正说明"
        hint="依据的文件或证照，单位会看到这段话"
        required
        limit={500}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>保存更正</SubmitButton>
      </Row>
    </Form>
  )
}

/** 移交: on an official letter somebody else manages the unit. */
export function HandOverForm({ unit, close, done, refused }: ActProps) {
  const params = { id: unit.id }
  const list = useRead(listLetters, { params })
  const place = useMove(addLetter)
  const remove = useMove(removePaper, { refresh: [listLetters] })
  const send = useMove(handOverUnit, { refresh: [...refresh, listLetters] })
  const form = useFormOf(handOverUnit.parts.body, {
    start: { version: unit.version, name: '', userName: '', reason: '', letterId: '' },
  })
  return (
    <Form
      form={form}
      label="移交单位管理员"
      refused={refused}
      submit={async (body) => {
        await send.mutateAsync({ params, body })
        done(`已移交给 ${body.name}`)
      }}
    >
      <p>
        单位的管理员已经离开、没有人能增减员工时，凭单位公函办理。新的管理员须已有账号；原管理员的员工账号同时停用，经办人不受影响。
      </p>
      <Columns>
        <TextField
          {...form.at('name')}
          label="新管理员姓名"
          hint="与其账号登记的姓名一致"
          required
          autoComplete="off"
        />
        <TextField
          {...form.at('userName')}
          label="用户名"
          hint="登录账号、已验证的手机号码或证件号码"
          required
          autoComplete="off"
          spellCheck={false}
        />
      </Columns>
      <TextArea
        {...form.at('reason')}
        label="办理依据"
        hint="公函文号与日期"
        required
        limit={500}
      />
      <PaperField
        {...form.at('letterId')}
        label="公函"
        hint="加盖单位公章的公函扫描件，PDF、JPG 或 PNG，不超过 10 MB"
        required
        single
        papers={{
          items: list.data?.items ?? [],
          place: (body) => place.mutateAsync({ params, body }),
          remove: (id) => remove.mutateAsync({ params: { id } }),
          reload: () => list.refetch(),
        }}
      />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>移交</SubmitButton>
      </Row>
    </Form>
  )
}

/** 并入: the unit is another from now on. */
export function AbsorbForm({ unit, close, done, refused }: ActProps) {
  const send = useMove(absorbUnit, { refresh })
  const form = useFormOf(absorbUnit.parts.body, {
    start: { version: unit.version, intoId: '', reason: '' },
  })
  return (
    <Form
      form={form}
      label="并入其他单位"
      refused={refused}
      submit={async (body) => {
        await send.mutateAsync({ params: { id: unit.id }, body })
        done('已并入，有关人员会收到通知')
      }}
    >
      <p>
        并入后不能恢复：在册人员转为另一单位的人员并收到通知；员工账号停用，同时为他们向另一单位提出加入申请。
      </p>
      <SearchField
        {...form.at('intoId')}
        label="并入的单位"
        hint="本地区已通过注册的单位，按名称、拼音或代码查找"
        required
        search={findUnits}
        nothingFound="没有找到这样的单位。"
      />
      <TextArea {...form.at('reason')} label="并入原因" required limit={500} />
      <Row end>
        <Button onClick={close}>取消</Button>
        <SubmitButton busy={send.isPending}>并入</SubmitButton>
      </Row>
    </Form>
  )
}

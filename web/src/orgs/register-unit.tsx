import { applyToJoin } from '@xueshi/contract/orgs/joins'
import { checkCreditCode, normaliseCreditCode } from '@xueshi/contract/credit-code'
import { searchUnits, type UnitChoice } from '@xueshi/contract/orgs'
import { registerUnit, UnitForm, unitIssues } from '@xueshi/contract/orgs/units'
import { useState } from 'react'
import { CallError } from '../call.ts'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { renewSession, useSession } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Confirmation } from '../ui/confirmation.tsx'
import { textOf } from '../ui/errors.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { useKept } from '../ui/kept.ts'
import { ButtonLink } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Steps } from '../ui/steps.tsx'
import { toast } from '../ui/toast.tsx'
import { useGo } from '../url.ts'
import { startOf, UnitFields } from './unit-fields.tsx'
import { unitSteps } from '../accounts/unit-steps.ts'

/** 单位用户注册: whoever is signed in registers a unit and becomes its manager; others sign in first. */
export default function RegisterUnit() {
  const session = useSession()
  const [joined, setJoined] = useState<string | null>(null)
  if (joined !== null) return <Joined unitName={joined} />
  const isIn = session?.account !== undefined && session.account !== null
  return (
    <Page
      title="单位用户注册"
      width="form"
      back={{ to: paths.register(), text: '注册' }}
      lead="由单位经办人办理，请先准备好营业执照或法人证书的扫描件。"
    >
      {session === undefined ? (
        <Card>
          <Skeleton lines={8} />
        </Card>
      ) : (
        <>
          <Steps steps={unitSteps} current={isIn ? 1 : 0} />
          {isIn ? <UnitRegistration joined={setJoined} /> : <AccountFirst />}
        </>
      )}
    </Page>
  )
}

function AccountFirst() {
  return (
    <Card title="先登录经办人的账号">
      <p>
        单位由经办人用本人的账号注册，注册后经办人就是单位的管理员。已经有个人账号的，直接登录即可，不用再注册一个。
      </p>
      <Row>
        <ButtonLink look="primary" to={paths.login(paths.registerUnit())}>
          登录后继续
        </ButtonLink>
        <ButtonLink to={paths.register(paths.registerUnit())}>注册经办人账号</ButtonLink>
      </Row>
    </Card>
  )
}

function UnitRegistration({ joined }: { joined: (unitName: string) => void }) {
  const go = useGo()
  const session = useSession()
  const send = useMove(registerUnit)
  const [taken, setTaken] = useState<string | null>(null)
  const form = useFormOf(UnitForm, {
    start: { ...startOf(null), contactName: session?.account?.name ?? '' },
    rules: unitIssues,
  })
  const forget = useKept(form, `unit:new:${session?.account?.id ?? ''}`)
  const submit = async (body: UnitForm) => {
    setTaken(null)
    try {
      await send.mutateAsync({ body })
    } catch (error) {
      if (error instanceof CallError && error.fields['code'] === 'CREDIT_CODE_TAKEN')
        setTaken(body.code)
      throw error
    }
    forget()
    await renewSession()
    go(paths.unit())
    toast('单位信息已保存，请上传证照后提交')
  }
  return (
    <Card title="单位信息">
      <p>{`经办人：${session?.account?.name ?? ''}（账号 ${session?.account?.accountName ?? ''}）`}</p>
      <Form form={form} submit={submit} label="单位用户注册">
        <Known code={form.watch('code') ?? ''} taken={taken} joined={joined} />
        <UnitFields form={form} unit={null} />
        <FormActions>
          <SubmitButton busy={send.isPending}>保存并继续</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}

/**
 * Asked as soon as the code is whole, before the rest is filled in: no more than the search for a
 * workplace tells anybody. What that does not find, such as a unit that was returned, the server tells
 * when the form is sent.
 */
function Known({
  code,
  taken,
  joined,
}: {
  code: string
  taken: string | null
  joined: (unitName: string) => void
}) {
  const asked = normaliseCreditCode(code)
  const enabled = checkCreditCode(asked) === 'ok'
  const found = useRead(searchUnits, { query: { search: asked } }, { enabled })
  const [unit] = enabled ? (found.data?.items ?? []) : []
  if (!unit && (taken === null || normaliseCreditCode(taken) !== asked)) return null
  return <OfferToJoin code={asked} unit={unit} joined={joined} />
}

/** The code is a registered unit's: one asks its manager for a seat instead. */
function OfferToJoin({
  code,
  unit,
  joined,
}: {
  code: string
  unit: UnitChoice | undefined
  joined: (unitName: string) => void
}) {
  const apply = useMove(applyToJoin)
  const ask = () =>
    apply.mutate(
      { body: { code } },
      {
        onSuccess: ({ unitName }) => joined(unitName),
        onError: (error) => toast(joinText(error), 'error'),
      },
    )
  return (
    <Notice
      tone="warn"
      live
      title={unit ? `这个单位已经注册：${unit.name}（${unit.regionPath}）` : '这个单位已经注册'}
      actions={
        <Button look="primary" busy={apply.isPending} onClick={ask}>
          申请加入该单位
        </Button>
      }
    >
      <p>
        如果代码没有填错，请不要重复注册。提交加入申请后，由该单位的管理员决定；同意后，您就可以办理单位业务。
      </p>
    </Notice>
  )
}

const joinText = (error: unknown) =>
  error instanceof CallError && error.code === 'WRONG_STATE'
    ? '您已经是这个单位的员工，或已经提交过申请，请等待管理员处理。'
    : textOf(error)

function Joined({ unitName }: { unitName: string }) {
  return (
    <Confirmation
      title="加入申请已提交"
      number={{ name: '单位', value: unitName }}
      next={[
        '该单位的管理员会在“员工账号”中看到您的申请。',
        '处理结果会发到您的“消息”和邮箱。',
        '同意后不用重新登录，在右上角切换到单位业务即可。',
      ]}
      actions={
        <ButtonLink look="primary" to={paths.home()}>
          返回首页
        </ButtonLink>
      }
    />
  )
}

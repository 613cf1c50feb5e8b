import { readSafety, type AccountSafety } from '@xueshi/contract/accounts/contacts'
import { removeSecondFactor, renewRecoveryCodes } from '@xueshi/contract/accounts/second-factor'
import { useState } from 'react'
import { useMove } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { Card, Row } from '../ui/page.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Status } from '../ui/status.tsx'
import { toast } from '../ui/toast.tsx'
import { FactorSetup } from './factor-setup.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { placed } from './refusal.ts'

type Open = 'setup' | 'codes' | 'removal' | null

/** 两步验证: on or off, how many recovery codes are left, and what may be done about it. */
export function FactorCard({ safety: { secondFactor } }: { safety: AccountSafety }) {
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const { on, required, recoveryCodes } = secondFactor
  return (
    <Card title="两步验证">
      <p>
        <Status tone={on ? 'ok' : 'neutral'}>{on ? '已启用' : '未启用'}</Status>
      </p>
      <p>
        {on
          ? `登录时除密码外，还须填写手机上的动态验证码。恢复码还剩 ${recoveryCodes} 个。`
          : '启用后，登录时除密码外还须填写手机上的动态验证码，密码泄露也不怕。'}
      </p>
      <Row>
        <Button look={on ? 'secondary' : 'primary'} onClick={() => setOpen('setup')}>
          {on ? '更换验证器' : '启用两步验证'}
        </Button>
        {on && <Button onClick={() => setOpen('codes')}>重新生成恢复码</Button>}
        {on && (
          <Button
            unavailable={required && '您的岗位必须使用两步验证'}
            onClick={() => setOpen('removal')}
          >
            停用
          </Button>
        )}
      </Row>
      <Dialog open={open === 'setup'} close={close} title="设置两步验证" wide>
        <FactorSetup
          done={() => {
            close()
            toast('两步验证已启用')
          }}
        />
      </Dialog>
      <Dialog open={open === 'codes'} close={close} title="重新生成恢复码">
        <NewCodes close={close} />
      </Dialog>
      <Dialog open={open === 'removal'} close={close} title="停用两步验证">
        <Removal close={close} />
      </Dialog>
    </Card>
  )
}

function NewCodes({ close }: { close: () => void }) {
  const send = useMove(renewRecoveryCodes, { refresh: [readSafety] })
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} done={close} />
  return (
    <PasswordStep
      label="重新生成恢复码"
      lead="生成后，原有的恢复码全部失效。"
      verb="生成"
      send={async (password) =>
        setCodes((await send.mutateAsync({ body: { password } })).recoveryCodes)
      }
    />
  )
}

function Removal({ close }: { close: () => void }) {
  const send = useMove(removeSecondFactor, { refresh: [readSafety] })
  const remove = async (password: string) => {
    await send.mutateAsync({ body: { password } })
    close()
    toast('两步验证已停用')
  }
  return (
    <PasswordStep
      label="停用两步验证"
      lead="停用后，只凭密码就能登录您的账号。"
      verb="停用"
      send={remove}
    />
  )
}

function PasswordStep({
  label,
  lead,
  verb,
  send,
}: {
  label: string
  lead: string
  verb: string
  send: (password: string) => Promise<void>
}) {
  const form = useFormOf(removeSecondFactor.parts.body, { start: { password: '' } })
  const submit = async ({ password }: { password: string }) => {
    try {
      await send(password)
    } catch (error) {
      throw placed(error, { PASSWORD_WRONG: 'password' })
    }
  }
  return (
    <Form form={form} submit={submit} label={label}>
      <p>{lead}</p>
      <PasswordField
        {...form.at('password')}
        label="登录密码"
        required
        autoComplete="current-password"
      />
      <FormActions>
        <SubmitButton>{verb}</SubmitButton>
      </FormActions>
    </Form>
  )
}

import { register } from '@xueshi/contract/accounts/registration'
import { beginClaim } from '@xueshi/contract/accounts/recovery'
import { CallError } from '../call.ts'
import { useMove } from '../queries.ts'
import { Notice } from '../ui/notice.tsx'
import { ProofDialog } from './proof-dialog.tsx'
import type { RegistrationValues } from './registration-shape.ts'

export interface ClaimDialogProps {
  /** The registration that met an account which came by import. */
  values: RegistrationValues
  close: () => void
  done: (accountName: string) => void
  /** The name was taken meanwhile: another one is chosen in the form, and nothing else is lost. */
  taken: () => void
}

/** 认领已有档案: a code to the phone on file, and the registration takes that account over. */
export function ClaimDialog({ values, close, done, taken }: ClaimDialogProps) {
  const begin = useMove(beginClaim)
  const send = useMove(register)
  const { name, documentType, documentNumber } = values
  return (
    <ProofDialog
      title="认领已有档案"
      close={close}
      lead={
        <p>
          您的单位或主管部门已为这个证件号码建立了档案。为确认是您本人，将向档案中登记的手机号码发送验证码。
        </p>
      }
      begin={async (captcha) =>
        (await begin.mutateAsync({ body: { name, documentType, documentNumber, captcha } })).id
      }
      codeHint="6 位数字；工作人员签发的一次性验证码为 8 位"
      codeLength={8}
      aside={
        <Notice title="登记的手机号码已停用？">
          <p>请带有效证件到所在单位或当地人社部门，由工作人员核对身份后签发一次性验证码。</p>
        </Notice>
      }
      finish={async (claim, captcha) => {
        try {
          done((await send.mutateAsync({ body: { ...values, claim, captcha } })).accountName)
        } catch (error) {
          if (!(error instanceof CallError && error.code === 'ACCOUNT_TAKEN')) throw error
          taken()
        }
      }}
    />
  )
}

import { beginPhoneProof, type Registration } from '@xueshi/contract/accounts/registration'
import { maskPhone } from '@xueshi/contract/phone'
import { useMove } from '../queries.ts'
import { ProofDialog } from './proof-dialog.tsx'

export interface PhoneProofDialogProps {
  /** Of a registration from an address that has learned enough of taken names today. */
  phone: string
  close: () => void
  /** Registers with the code. */
  finish: (
    proof: NonNullable<Registration['phoneProof']>,
    captcha: Registration['captcha'],
  ) => Promise<void>
}

/** 验证手机号码: a code to the phone of the form, and the registration is answered as usual. */
export function PhoneProofDialog({ phone, close, finish }: PhoneProofDialogProps) {
  const begin = useMove(beginPhoneProof)
  return (
    <ProofDialog
      title="验证手机号码"
      close={close}
      lead={
        <p>
          {`今天从您所在的网络提交的注册较多。为防止有人冒名试探，请先验证手机号码：将向 ${maskPhone(phone)} 发送验证码。已填写的内容不会丢失。`}
        </p>
      }
      begin={async (captcha) => (await begin.mutateAsync({ body: { phone, captcha } })).id}
      codeHint="6 位数字，10 分钟内有效"
      codeLength={6}
      finish={finish}
    />
  )
}

import { verifyByCode, verifyByNumber, type Verification } from '@xueshi/contract/certificates'
import type { Body } from '@xueshi/contract/endpoint'
import { useState } from 'react'
import { paths } from '../paths.ts'
import { queryClient, reading, useMove } from '../queries.ts'
import { SubmitButton } from '../ui/form-actions.tsx'
import { Form, useFormOf } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useGo } from '../url.ts'
import { Verdict } from './verdict.tsx'
import './certificates.css'

/**
 * 继续教育证书号 and 姓名. A certificate that is found opens at its own address, which can be kept and
 * printed; that none was found stands below the fields, so that they can be corrected.
 */
export function VerifyForm() {
  const go = useGo()
  const ask = useMove(verifyByNumber)
  const [unknown, setUnknown] = useState<{ found: Verification; at: Date } | null>(null)
  const form = useFormOf(verifyByNumber.parts.body, { start: { number: '', name: '' } })
  const submit = async (body: Body<typeof verifyByNumber>) => {
    setUnknown(null)
    const found = await ask.mutateAsync({ body })
    if (!found.certificate) return setUnknown({ found, at: new Date() })
    const { code } = found.certificate
    queryClient.setQueryData(reading(verifyByCode, { params: { code } }).queryKey, found)
    go(paths.verify(code))
  }
  return (
    <>
      <Form form={form} submit={submit} label="验证证书">
        <TextField
          {...form.at('number')}
          label="继续教育证书号"
          hint="印在证书上方，字母不分大小写"
          required
          autoComplete="off"
          spellCheck={false}
        />
        <TextField
          {...form.at('name')}
          label="姓名"
          hint="持证人的姓名，与证书上的一致"
          required
          autoComplete="off"
        />
        <div className="verify-submit">
          <SubmitButton icon="shield">验证</SubmitButton>
        </div>
      </Form>
      {unknown && <Verdict found={unknown.found} at={unknown.at} />}
    </>
  )
}

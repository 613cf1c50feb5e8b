import { readLoginSettings, saveLoginSettings } from '@xueshi/contract/administration'
import type { Reply } from '@xueshi/contract/endpoint'
import { LoginSettings } from '@xueshi/contract/settings'
import { useMove, useRead } from '../queries.ts'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { useFormOf } from '../ui/form.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Failed } from '../ui/states.tsx'
import { toast } from '../ui/toast.tsx'
import { Changes } from './changes.tsx'
import { KeptForm } from '../ui/kept-form.tsx'
import './text.ts'

/** 登录策略: how long a login waits, and how often a password may be wrong, within safe bounds. */
export default function LoginPolicy() {
  const read = useRead(readLoginSettings, {})
  return (
    <Page title="登录策略" lead="只能在安全范围内调整，每次修改都会记录。">
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : read.data ? (
        <>
          <PolicyForm
            key={read.data.version}
            standing={read.data}
            reload={() => void read.refetch()}
          />
          <Changes changes={read.data.changes} />
        </>
      ) : (
        <Card>
          <Skeleton lines={5} />
        </Card>
      )}
    </Page>
  )
}

function PolicyForm({
  standing,
  reload,
}: {
  standing: Reply<typeof readLoginSettings>
  reload: () => void
}) {
  const save = useMove(saveLoginSettings, { refresh: [readLoginSettings] })
  const form = useFormOf(LoginSettings, { start: standing.values })
  return (
    <Card title="登录">
      <KeptForm
        form={form}
        label="登录策略"
        keptAs={`login-settings-${standing.version}`}
        reload={reload}
        save={(values) => save.mutateAsync({ body: { version: standing.version, values } })}
        saved={() => toast('已保存')}
      >
        <NumberField
          {...form.at('idleMinutes')}
          label="个人无操作退出"
          required
          unit="分钟"
          hint="5 至 30 分钟，对新的登录生效。"
        />
        <NumberField
          {...form.at('staffIdleMinutes')}
          label="工作人员无操作退出"
          required
          unit="分钟"
          hint="5 至 15 分钟，对已有的登录也生效。"
        />
        <NumberField
          {...form.at('failuresBeforeRest')}
          label="锁定前允许的密码错误次数"
          required
          unit="次"
          hint="5 至 10 次，15 分钟内累计；达到后锁定 15 分钟。"
        />
        <FormActions>
          <SubmitButton busy={save.isPending}>保存</SubmitButton>
        </FormActions>
      </KeptForm>
    </Card>
  )
}

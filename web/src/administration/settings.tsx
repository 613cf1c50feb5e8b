import { readSystemSettings, saveSystemSettings } from '@xueshi/contract/administration'
import { evidenceLimit } from '@xueshi/contract/declarations/shapes'
import type { Reply } from '@xueshi/contract/endpoint'
import { SystemSettings } from '@xueshi/contract/settings'
import { paths } from '../paths.ts'
import { useMove, useRead } from '../queries.ts'
import { renewSession } from '../session.ts'
import { CheckBox } from '../ui/choice-field.tsx'
import { DefinitionList } from '../ui/facts.tsx'
import { FormActions, SubmitButton } from '../ui/form-actions.tsx'
import { useFormOf } from '../ui/form.tsx'
import { ButtonLink } from '../ui/link.tsx'
import { Card, Page, Row } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Failed } from '../ui/states.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.tsx'
import { Changes } from './changes.tsx'
import { KeptForm } from '../ui/kept-form.tsx'
import './text.ts'

/** 参数: what the site says of itself, and what passwords may be. */
export default function Settings() {
  const read = useRead(readSystemSettings, {})
  return (
    <Page title="参数" lead="保存后数秒内在所有页面生效，每次修改都会记录。">
      {read.error ? (
        <Card>
          <Failed error={read.error} retry={() => void read.refetch()} />
        </Card>
      ) : read.data ? (
        <>
          <SettingsForm
            key={read.data.version}
            standing={read.data}
            reload={() => void read.refetch()}
          />
          <Card title="上传限制">
            <DefinitionList
              facts={[
                { term: '单个附件', value: `不超过 ${evidenceLimit.bytes / 1024 / 1024} MB` },
                { term: '每条记录', value: `不超过 ${evidenceLimit.files} 个附件` },
              ]}
            />
          </Card>
          <Card title="消息模板">
            <p>站内消息和邮件的标题与内容。</p>
            <Row>
              <ButtonLink to={paths.templates()}>查看和修改</ButtonLink>
            </Row>
          </Card>
          <Changes changes={read.data.changes} />
        </>
      ) : (
        <Card>
          <Skeleton lines={8} />
        </Card>
      )}
    </Page>
  )
}

function SettingsForm({
  standing,
  reload,
}: {
  standing: Reply<typeof readSystemSettings>
  reload: () => void
}) {
  const save = useMove(saveSystemSettings, { refresh: [readSystemSettings] })
  const form = useFormOf(SystemSettings, { start: standing.values })
  return (
    <Card title="网站与密码">
      <KeptForm
        form={form}
        label="参数"
        keptAs={`settings-${standing.version}`}
        reload={reload}
        save={(values) => save.mutateAsync({ body: { version: standing.version, values } })}
        saved={async () => {
          await renewSession()
          toast('已保存')
        }}
      >
        <TextField {...form.at('host')} label="主办单位" required hint="显示在每页下方。" />
        <TextField
          {...form.at('hotline')}
          label="服务热线"
          required
          width="medium"
          inputMode="tel"
          hint="数字和短横线，例如 12333 或 020-12333。"
        />
        <TextField {...form.at('icp')} label="ICP 备案号" width="medium" />
        <TextField
          {...form.at('siteCode')}
          label="网站标识码"
          width="medium"
          inputMode="numeric"
          hint="只含数字，可以不填。"
        />
        <NumberField
          {...form.at('passwordCeiling')}
          label="密码最长位数"
          required
          hint="16 至 64。最短 8 位，不能修改。"
        />
        <CheckBox {...form.at('recoveryAnswers')} label="找回密码时询问密保问题" />
        <FormActions>
          <SubmitButton busy={save.isPending}>保存</SubmitButton>
        </FormActions>
      </KeptForm>
    </Card>
  )
}

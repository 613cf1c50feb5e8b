import { createContext, useContext, useState, type ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { Button } from './button.tsx'
import { Form, type FormOf } from './form.tsx'
import { useKept } from './kept.ts'
import { Overtaken } from './overtaken.tsx'

/** Forgets what was typed into the kept form around. */
const ForgetContext = createContext(() => {})

export interface KeptFormProps<Typed extends FieldValues, Read, Saved> {
  form: FormOf<Typed, Read>
  label: string
  /** Which record in which version: what was typed into another is not brought back. */
  keptAs: string
  /** Fetches the record as it stands now. */
  reload: () => void
  save: (values: Read) => Promise<Saved>
  saved: (result: Saved) => unknown
  children: ReactNode
}

/**
 * A form over one version of a record: what is typed stays in this tab until it is saved, and whoever
 * saved in between is told of, not overwritten.
 */
export function KeptForm<Typed extends FieldValues, Read, Saved>({
  form,
  label,
  keptAs,
  reload,
  save,
  saved,
  children,
}: KeptFormProps<Typed, Read, Saved>) {
  const [isOvertaken, setOvertaken] = useState(false)
  const forget = useKept(form, keptAs)
  return (
    <>
      {isOvertaken && (
        <Overtaken
          reload={() => {
            forget()
            reload()
          }}
        />
      )}
      <Form
        form={form}
        label={label}
        refused={({ code }) => {
          setOvertaken(code === 'STALE')
          return code === 'STALE'
        }}
        submit={async (values) => {
          const result = await save(values)
          forget()
          await saved(result)
        }}
      >
        <ForgetContext value={forget}>{children}</ForgetContext>
      </Form>
    </>
  )
}

/** 取消 in a kept form: what was typed is not brought back when the form is opened again. */
export function CancelButton({ leave }: { leave: () => void }) {
  const forget = useContext(ForgetContext)
  return (
    <Button
      onClick={() => {
        forget()
        leave()
      }}
    >
      取消
    </Button>
  )
}

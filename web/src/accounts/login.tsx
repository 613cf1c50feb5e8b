import * as z from 'zod/mini'
import { Page } from '../ui/page.tsx'
import { useUrlState } from '../url.ts'
import { SignIn } from './sign-in.tsx'

const Search = z.object({ next: z.optional(z.string()) })

/** 登录, on a page of its own: where the guards of the portals send whoever is signed out. */
export default function Login() {
  const [{ next }] = useUrlState(Search)
  return (
    <Page title="登录" width="form">
      <SignIn next={next} />
    </Page>
  )
}

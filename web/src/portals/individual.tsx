import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import { portalNames, type InsidePortal } from './portal.ts'

export const individualPortal: InsidePortal = {
  kind: 'individual',
  name: portalNames.individual,
  home: paths.portalHome('individual'),
  entries: [
    {
      text: '首页',
      path: paths.portalHome('individual'),
      page: lazy(() => import('../insight/home-individual.tsx')),
    },
    {
      path: paths.recentYears(),
      under: paths.portalHome('individual'),
      page: lazy(() => import('../ledger/recent-years.tsx')),
    },
    { path: paths.year('$year'), page: lazy(() => import('../insight/own-year.tsx')) },
    {
      path: paths.hourOrigin('$year', '$hour'),
      page: lazy(() => import('../insight/hour-origin.tsx')),
    },
    {
      group: '资料维护',
      text: '人员基本信息维护',
      path: paths.profile(),
      page: lazy(() => import('../people/profile.tsx')),
    },
    {
      path: paths.corrections(),
      under: paths.profile(),
      page: lazy(() => import('../corrections/list.tsx')),
    },
    { path: paths.newCorrection(), page: lazy(() => import('../corrections/new.tsx')) },
    { path: paths.correction('$id'), page: lazy(() => import('../corrections/request.tsx')) },
    {
      group: '资料维护',
      text: '工作单位',
      path: paths.employments(),
      page: lazy(() => import('../people/employments.tsx')),
    },
    {
      group: '个人业务',
      text: '继续教育记录申报',
      path: paths.declarations(),
      page: lazy(() => import('../declarations/list.tsx')),
    },
    { path: paths.newDeclaration(), page: lazy(() => import('../declarations/form.tsx')) },
    { path: paths.declaration('$id'), page: lazy(() => import('../declarations/detail.tsx')) },
    { path: paths.editDeclaration('$id'), page: lazy(() => import('../declarations/form.tsx')) },
    {
      group: '个人业务',
      text: '培训班报名申请',
      path: paths.openClasses(),
      page: lazy(() => import('../training/open-classes.tsx')),
    },
    {
      group: '个人业务',
      text: '培训班报名情况查看',
      path: paths.enrolments(),
      page: lazy(() => import('../training/enrolments.tsx')),
    },
    { path: paths.enrolment('$id'), page: lazy(() => import('../training/enrolment.tsx')) },
    { path: paths.signIn(), page: lazy(() => import('../training/sign-in.tsx')) },
    {
      group: '个人业务',
      text: '继续教育证书打印',
      path: paths.years(),
      page: lazy(() => import('../ledger/years.tsx')),
    },
    {
      path: paths.printCertificate('$id'),
      page: lazy(() => import('../certificates/print.tsx')),
    },
    {
      group: '个人业务',
      text: '免修减免申请',
      path: paths.exemptions(),
      page: lazy(() => import('../ledger/exemptions.tsx')),
    },
    { path: paths.newExemption(), page: lazy(() => import('../ledger/exemption-form.tsx')) },
    { path: paths.exemption('$id'), page: lazy(() => import('../ledger/exemption.tsx')) },
    { path: paths.editExemption('$id'), page: lazy(() => import('../ledger/exemption-form.tsx')) },
    {
      group: '信用管理查看',
      text: '失信信息查看',
      path: paths.ownCases('individual'),
      page: lazy(() => import('../integrity/own-cases.tsx')),
    },
    {
      path: paths.ownCase('individual', '$id'),
      page: lazy(() => import('../integrity/own-case.tsx')),
    },
    {
      path: paths.missingHours(),
      under: paths.portalHome('individual'),
      page: lazy(() => import('../insight/missing-hours.tsx')),
    },
    { path: paths.newMissingHours(), page: lazy(() => import('../insight/missing-hours-new.tsx')) },
    {
      path: paths.missingHoursClaim('$id'),
      page: lazy(() => import('../insight/missing-hours-claim.tsx')),
    },
    {
      text: '消息',
      unread: true,
      path: paths.messages('individual'),
      page: lazy(() => import('../messages/inbox.tsx')),
    },
    { path: paths.tasks('individual'), page: lazy(() => import('../tasks/tasks.tsx')) },
    {
      text: '账号与安全',
      path: paths.security('individual'),
      page: lazy(() => import('../accounts/security.tsx')),
    },
  ],
}

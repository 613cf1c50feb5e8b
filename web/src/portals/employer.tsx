import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import { portalNames, type InsidePortal } from './portal.ts'

export const employerPortal: InsidePortal = {
  kind: 'employer',
  name: portalNames.employer,
  home: paths.portalHome('employer'),
  entries: [
    {
      text: '首页',
      path: paths.portalHome('employer'),
      page: lazy(() => import('../insight/home-staff.tsx')),
    },
    { text: '人员确认', path: paths.people(), page: lazy(() => import('../people/confirm.tsx')) },
    { text: '人员管理', path: paths.staffPeople(), page: lazy(() => import('../people/desk.tsx')) },
    {
      text: '学时审核',
      path: paths.reviews('employer'),
      page: lazy(() => import('../declarations/reviews.tsx')),
    },
    {
      path: paths.review('employer', '$id'),
      page: lazy(() => import('../declarations/review.tsx')),
    },
    {
      text: '批量申报',
      path: paths.batches(),
      page: lazy(() => import('../declarations/batches.tsx')),
    },
    { path: paths.newBatch(), page: lazy(() => import('../declarations/batch-form.tsx')) },
    { path: paths.batch('$id'), page: lazy(() => import('../declarations/batch.tsx')) },
    { path: paths.editBatch('$id'), page: lazy(() => import('../declarations/batch-form.tsx')) },
    {
      text: '培训提名',
      path: paths.nominations(),
      page: lazy(() => import('../training/nominations.tsx')),
    },
    {
      path: paths.nominationsMade(),
      page: lazy(() => import('../training/nominations-made.tsx')),
    },
    { path: paths.nominate('$id'), page: lazy(() => import('../training/nominate.tsx')) },
    {
      text: '证书打印',
      path: paths.certificates('employer'),
      page: lazy(() => import('../certificates/register.tsx')),
    },
    {
      path: paths.certificate('employer', '$id'),
      page: lazy(() => import('../certificates/certificate.tsx')),
    },
    {
      path: paths.exemptionReviews('employer'),
      page: lazy(() => import('../ledger/exemption-reviews.tsx')),
    },
    {
      path: paths.exemptionReview('employer', '$id'),
      page: lazy(() => import('../ledger/exemption-review.tsx')),
    },
    {
      text: '单位信息',
      path: paths.unit(),
      page: lazy(() => import('../orgs/unit.tsx')),
    },
    {
      path: paths.ownAccreditation('employer'),
      under: paths.unit(),
      page: lazy(() => import('../orgs/accreditation.tsx')),
    },
    {
      text: '下级单位',
      path: paths.subUnits(),
      page: lazy(() => import('../orgs/sub-units.tsx')),
    },
    {
      text: '员工账号',
      path: paths.staff('employer'),
      page: lazy(() => import('../orgs/staff.tsx')),
    },
    {
      path: paths.helpDesk('employer'),
      under: paths.staff('employer'),
      page: lazy(() => import('../people/help-desk.tsx')),
    },
    {
      text: '失信信息查看',
      path: paths.ownCases('employer'),
      page: lazy(() => import('../integrity/own-cases.tsx')),
    },
    {
      path: paths.ownCase('employer', '$id'),
      page: lazy(() => import('../integrity/own-case.tsx')),
    },
    {
      path: paths.personYears('employer', '$id'),
      page: lazy(() => import('../ledger/person-years.tsx')),
    },
    {
      path: paths.personYear('employer', '$id', '$year'),
      page: lazy(() => import('../ledger/person-year.tsx')),
    },
    {
      path: paths.personHourOrigin('employer', '$id', '$year', '$hour'),
      page: lazy(() => import('../insight/hour-origin.tsx')),
    },
    {
      path: paths.claims('employer'),
      under: paths.portalHome('employer'),
      page: lazy(() => import('../insight/claims-desk.tsx')),
    },
    {
      path: paths.claim('employer', '$id'),
      page: lazy(() => import('../insight/claim-desk.tsx')),
    },
    {
      text: '消息',
      unread: true,
      path: paths.messages('employer'),
      page: lazy(() => import('../messages/inbox.tsx')),
    },
    { path: paths.tasks('employer'), page: lazy(() => import('../tasks/tasks.tsx')) },
    { path: paths.security('employer'), page: lazy(() => import('../accounts/security.tsx')) },
  ],
}

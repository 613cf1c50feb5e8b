import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import { portalNames, type InsidePortal } from './portal.ts'

export const industryPortal: InsidePortal = {
  kind: 'industry',
  name: portalNames.industry,
  home: paths.portalHome('industry'),
  entries: [
    {
      text: '首页',
      path: paths.portalHome('industry'),
      page: lazy(() => import('../insight/home-staff.tsx')),
    },
    {
      text: '课程备案',
      path: paths.filings('industry'),
      page: lazy(() => import('../training/filings.tsx')),
    },
    {
      path: paths.filing('industry', '$id'),
      page: lazy(() => import('../training/filing.tsx')),
    },
    {
      path: paths.courses('industry'),
      page: lazy(() => import('../training/courses.tsx')),
    },
    {
      path: paths.newCourse('industry'),
      page: lazy(() => import('../training/course-form.tsx')),
    },
    {
      path: paths.course('industry', '$id'),
      page: lazy(() => import('../training/course.tsx')),
    },
    {
      path: paths.editCourse('industry', '$id'),
      page: lazy(() => import('../training/course-form.tsx')),
    },
    {
      text: '培训班审批',
      path: paths.classReviews('industry'),
      page: lazy(() => import('../training/class-reviews.tsx')),
    },
    {
      path: paths.classReview('industry', '$id'),
      page: lazy(() => import('../training/class-review.tsx')),
    },
    {
      text: '学时复核',
      path: paths.reviews('industry'),
      page: lazy(() => import('../declarations/reviews.tsx')),
    },
    {
      path: paths.review('industry', '$id'),
      page: lazy(() => import('../declarations/review.tsx')),
    },
    {
      text: '人员查询',
      path: paths.lookup('industry'),
      page: lazy(() => import('../people/lookup.tsx')),
    },
    {
      text: '失信管理',
      path: paths.cases('industry'),
      page: lazy(() => import('../integrity/cases.tsx')),
    },
    { path: paths.newCase('industry'), page: lazy(() => import('../integrity/case-form.tsx')) },
    { path: paths.case('industry', '$id'), page: lazy(() => import('../integrity/case.tsx')) },
    {
      path: paths.editCase('industry', '$id'),
      page: lazy(() => import('../integrity/case-form.tsx')),
    },
    {
      text: '员工账号',
      path: paths.staff('industry'),
      page: lazy(() => import('../orgs/staff.tsx')),
    },
    {
      path: paths.helpDesk('industry'),
      under: paths.staff('industry'),
      page: lazy(() => import('../people/help-desk.tsx')),
    },
    {
      path: paths.offices('industry'),
      under: paths.staff('industry'),
      page: lazy(() => import('../orgs/offices.tsx')),
    },
    {
      path: paths.personYears('industry', '$id'),
      page: lazy(() => import('../ledger/person-years.tsx')),
    },
    {
      path: paths.personYear('industry', '$id', '$year'),
      page: lazy(() => import('../ledger/person-year.tsx')),
    },
    {
      path: paths.personHourOrigin('industry', '$id', '$year', '$hour'),
      page: lazy(() => import('../insight/hour-origin.tsx')),
    },
    {
      path: paths.claims('industry'),
      under: paths.portalHome('industry'),
      page: lazy(() => import('../insight/claims-desk.tsx')),
    },
    {
      path: paths.claim('industry', '$id'),
      page: lazy(() => import('../insight/claim-desk.tsx')),
    },
    {
      text: '消息',
      unread: true,
      path: paths.messages('industry'),
      page: lazy(() => import('../messages/inbox.tsx')),
    },
    { path: paths.tasks('industry'), page: lazy(() => import('../tasks/tasks.tsx')) },
    { path: paths.security('industry'), page: lazy(() => import('../accounts/security.tsx')) },
  ],
}

import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import { portalNames, type InsidePortal } from './portal.ts'

export const institutionPortal: InsidePortal = {
  kind: 'institution',
  name: portalNames.institution,
  home: paths.portalHome('institution'),
  entries: [
    {
      text: '首页',
      path: paths.portalHome('institution'),
      page: lazy(() => import('../insight/home-staff.tsx')),
    },
    {
      text: '课程计划',
      path: paths.courses('institution'),
      page: lazy(() => import('../training/courses.tsx')),
    },
    {
      path: paths.newCourse('institution'),
      page: lazy(() => import('../training/course-form.tsx')),
    },
    {
      path: paths.course('institution', '$id'),
      page: lazy(() => import('../training/course.tsx')),
    },
    {
      path: paths.editCourse('institution', '$id'),
      page: lazy(() => import('../training/course-form.tsx')),
    },
    {
      text: '培训班管理',
      path: paths.classes(),
      page: lazy(() => import('../training/classes.tsx')),
    },
    { path: paths.newClass(), page: lazy(() => import('../training/class-form.tsx')) },
    { path: paths.class('$id'), page: lazy(() => import('../training/class.tsx')) },
    { path: paths.editClass('$id'), page: lazy(() => import('../training/class-form.tsx')) },
    { path: paths.changeClass('$id'), page: lazy(() => import('../training/class-change.tsx')) },
    {
      text: '报名确认',
      path: paths.confirming(),
      page: lazy(() => import('../training/confirming.tsx')),
    },
    { path: paths.confirmingClass('$id'), page: lazy(() => import('../training/desk.tsx')) },
    {
      text: '考勤',
      path: paths.attending(),
      page: lazy(() => import('../training/attending.tsx')),
    },
    {
      path: paths.attendanceOf('$id'),
      page: lazy(() => import('../training/class-sessions.tsx')),
    },
    {
      path: paths.sessionOf('$id', '$sessionId'),
      page: lazy(() => import('../training/session.tsx')),
    },
    {
      path: paths.signInCode('$id', '$sessionId'),
      page: lazy(() => import('../training/sign-in-code.tsx')),
    },
    {
      text: '成绩与结业',
      path: paths.grading(),
      page: lazy(() => import('../training/grading.tsx')),
    },
    { path: paths.resultsOf('$id'), page: lazy(() => import('../training/results.tsx')) },
    {
      text: '数据接口',
      path: paths.completions(),
      page: lazy(() => import('../training/completions.tsx')),
    },
    {
      path: paths.completionBatches(),
      page: lazy(() => import('../training/completion-batches.tsx')),
    },
    {
      path: paths.reportableCourses(),
      page: lazy(() => import('../training/reportable-courses.tsx')),
    },
    { path: paths.apiKeys(), page: lazy(() => import('../orgs/api-keys.tsx')) },
    { path: paths.webhooks(), page: lazy(() => import('../orgs/webhooks.tsx')) },
    {
      text: '机构资质',
      path: paths.ownAccreditation('institution'),
      page: lazy(() => import('../orgs/accreditation.tsx')),
    },
    {
      text: '员工账号',
      path: paths.staff('institution'),
      page: lazy(() => import('../orgs/staff.tsx')),
    },
    {
      path: paths.helpDesk('institution'),
      under: paths.staff('institution'),
      page: lazy(() => import('../people/help-desk.tsx')),
    },
    {
      text: '失信信息查看',
      path: paths.ownCases('institution'),
      page: lazy(() => import('../integrity/own-cases.tsx')),
    },
    {
      path: paths.ownCase('institution', '$id'),
      page: lazy(() => import('../integrity/own-case.tsx')),
    },
    {
      path: paths.claims('institution'),
      under: paths.portalHome('institution'),
      page: lazy(() => import('../insight/claims-desk.tsx')),
    },
    {
      path: paths.claim('institution', '$id'),
      page: lazy(() => import('../insight/claim-desk.tsx')),
    },
    {
      text: '消息',
      unread: true,
      path: paths.messages('institution'),
      page: lazy(() => import('../messages/inbox.tsx')),
    },
    { path: paths.tasks('institution'), page: lazy(() => import('../tasks/tasks.tsx')) },
    { path: paths.security('institution'), page: lazy(() => import('../accounts/security.tsx')) },
  ],
}

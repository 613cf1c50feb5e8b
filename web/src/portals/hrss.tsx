import { lazy } from '../lazy-page.ts'
import { paths } from '../paths.ts'
import { portalNames, type InsidePortal } from './portal.ts'

export const hrssPortal: InsidePortal = {
  kind: 'hrss',
  name: portalNames.hrss,
  home: paths.portalHome('hrss'),
  entries: [
    {
      text: '首页',
      path: paths.portalHome('hrss'),
      page: lazy(() => import('../insight/home-staff.tsx')),
    },
    {
      text: '单位审核',
      path: paths.unitReviews(),
      page: lazy(() => import('../orgs/reviews.tsx')),
    },
    { path: paths.unitReview('$id'), page: lazy(() => import('../orgs/review.tsx')) },
    { path: paths.unitChanges(), page: lazy(() => import('../orgs/changes.tsx')) },
    { path: paths.unitChange('$id'), page: lazy(() => import('../orgs/change.tsx')) },
    {
      text: '单位管理',
      path: paths.managedUnits(),
      page: lazy(() => import('../orgs/managed.tsx')),
    },
    { path: paths.managedUnit('$id'), page: lazy(() => import('../orgs/managed-unit.tsx')) },
    {
      text: '机构资质审核',
      path: paths.accreditations(),
      page: lazy(() => import('../orgs/accreditations.tsx')),
    },
    {
      path: paths.accreditation('$id'),
      page: lazy(() => import('../orgs/accreditation-review.tsx')),
    },
    {
      text: '课程备案',
      path: paths.filings('hrss'),
      page: lazy(() => import('../training/filings.tsx')),
    },
    {
      path: paths.filing('hrss', '$id'),
      page: lazy(() => import('../training/filing.tsx')),
    },
    {
      text: '培训班审批',
      path: paths.classReviews('hrss'),
      page: lazy(() => import('../training/class-reviews.tsx')),
    },
    {
      path: paths.classReview('hrss', '$id'),
      page: lazy(() => import('../training/class-review.tsx')),
    },
    {
      text: '学时复核',
      path: paths.reviews('hrss'),
      page: lazy(() => import('../declarations/reviews.tsx')),
    },
    { path: paths.review('hrss', '$id'), page: lazy(() => import('../declarations/review.tsx')) },
    {
      text: '人员查询',
      path: paths.lookup('hrss'),
      page: lazy(() => import('../people/lookup.tsx')),
    },
    {
      text: '学时规则',
      path: paths.ruleSets(),
      page: lazy(() => import('../ledger/rule-sets.tsx')),
    },
    { path: paths.ruleSet('$id'), page: lazy(() => import('../ledger/rule-set-office.tsx')) },
    { path: paths.editRuleSet('$id'), page: lazy(() => import('../ledger/rule-set-form.tsx')) },
    {
      text: '公需课目录',
      path: paths.topics(),
      page: lazy(() => import('../training/topics.tsx')),
    },
    {
      text: '免修减免',
      path: paths.exemptionReviews('hrss'),
      page: lazy(() => import('../ledger/exemption-reviews.tsx')),
    },
    {
      path: paths.exemptionReview('hrss', '$id'),
      page: lazy(() => import('../ledger/exemption-review.tsx')),
    },
    {
      text: '年度认证',
      path: paths.certification(),
      page: lazy(() => import('../ledger/certification.tsx')),
    },
    {
      path: paths.certificationRun('$id'),
      page: lazy(() => import('../ledger/certification-run.tsx')),
    },
    {
      text: '证书管理',
      path: paths.certificates('hrss'),
      page: lazy(() => import('../certificates/register.tsx')),
    },
    {
      path: paths.certificate('hrss', '$id'),
      page: lazy(() => import('../certificates/certificate.tsx')),
    },
    {
      path: paths.certificateTemplates(),
      under: paths.certificates('hrss'),
      page: lazy(() => import('../certificates/templates.tsx')),
    },
    {
      path: paths.newCertificateTemplate(),
      page: lazy(() => import('../certificates/template-form.tsx')),
    },
    {
      path: paths.certificateTemplate('$id'),
      page: lazy(() => import('../certificates/template.tsx')),
    },
    {
      path: paths.editCertificateTemplate('$id'),
      page: lazy(() => import('../certificates/template-form.tsx')),
    },
    {
      text: '历史数据导入',
      path: paths.legacyBatches(),
      page: lazy(() => import('../legacy/batches.tsx')),
    },
    { path: paths.legacyBatch('$id'), page: lazy(() => import('../legacy/batch.tsx')) },
    {
      text: '更正申请',
      path: paths.correctionReviews(),
      page: lazy(() => import('../corrections/reviews.tsx')),
    },
    {
      path: paths.correctionReview('$id'),
      page: lazy(() => import('../corrections/review.tsx')),
    },
    {
      text: '失信管理',
      path: paths.cases('hrss'),
      page: lazy(() => import('../integrity/cases.tsx')),
    },
    { path: paths.newCase('hrss'), page: lazy(() => import('../integrity/case-form.tsx')) },
    { path: paths.case('hrss', '$id'), page: lazy(() => import('../integrity/case.tsx')) },
    {
      path: paths.editCase('hrss', '$id'),
      page: lazy(() => import('../integrity/case-form.tsx')),
    },
    {
      text: '员工账号',
      path: paths.staff('hrss'),
      page: lazy(() => import('../orgs/staff.tsx')),
    },
    {
      path: paths.helpDesk('hrss'),
      under: paths.staff('hrss'),
      page: lazy(() => import('../people/help-desk.tsx')),
    },
    {
      path: paths.offices('hrss'),
      under: paths.staff('hrss'),
      page: lazy(() => import('../orgs/offices.tsx')),
    },
    {
      path: paths.personYears('hrss', '$id'),
      page: lazy(() => import('../ledger/person-years.tsx')),
    },
    {
      path: paths.personYear('hrss', '$id', '$year'),
      page: lazy(() => import('../ledger/person-year.tsx')),
    },
    {
      path: paths.personHourOrigin('hrss', '$id', '$year', '$hour'),
      page: lazy(() => import('../insight/hour-origin.tsx')),
    },
    {
      path: paths.claims('hrss'),
      under: paths.portalHome('hrss'),
      page: lazy(() => import('../insight/claims-desk.tsx')),
    },
    {
      path: paths.claim('hrss', '$id'),
      page: lazy(() => import('../insight/claim-desk.tsx')),
    },
    {
      text: '消息',
      unread: true,
      path: paths.messages('hrss'),
      page: lazy(() => import('../messages/inbox.tsx')),
    },
    { path: paths.tasks('hrss'), page: lazy(() => import('../tasks/tasks.tsx')) },
    { path: paths.security('hrss'), page: lazy(() => import('../accounts/security.tsx')) },
  ],
}

/**
 * The pages that visitors open after the first. Every name of a file that the first page holds is weight
 * for all, so that these are named in a file of their own.
 */
export const publicPages = {
  publicClasses: () => import('../training/public-classes.tsx'),
  publicClass: () => import('../training/public-class.tsx'),
  topicCatalogue: () => import('../training/topic-catalogue.tsx'),
  catalogue: () => import('../training/catalogue.tsx'),
  catalogueCourse: () => import('../training/catalogue-course.tsx'),
  institutions: () => import('../orgs/institutions.tsx'),
  rules: () => import('../ledger/rule-sets.tsx'),
  rule: () => import('../ledger/rule-set.tsx'),
  verify: () => import('../certificates/verify.tsx'),
  register: () => import('../accounts/register.tsx'),
  invitations: () => import('../orgs/invitations.tsx'),
  registerUnit: () => import('../orgs/register-unit.tsx'),
  login: () => import('../accounts/login.tsx'),
  sent: () => import('../messages/sent.tsx'),
  recover: () => import('../accounts/recover.tsx'),
  secondFactor: () => import('../accounts/second-factor.tsx'),
  password: () => import('../accounts/password.tsx'),
  accessibility: () => import('./accessibility.tsx'),
}

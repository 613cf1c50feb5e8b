/** Columns of people, their profiles and employments that say nothing of anybody by themselves. */
export const impersonalOfPeople: Readonly<Record<string, readonly string[]>> = {
  departments: ['name', 'version', 'created_at'],
  employments: [
    'kind',
    'state',
    'version',
    'applied_at',
    'decided_at',
    'ended_at',
    'pending_policy',
  ],
  people: ['created_at'],
  photos: ['size_bytes', 'created_at'],
  profiles: ['state', 'version', 'created_at', 'submitted_at', 'decided_at'],
  transfers: [
    'state',
    'version',
    'due_on',
    'objected_at',
    'decide_due_on',
    'decided_at',
    'created_at',
  ],
}

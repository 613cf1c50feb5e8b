import { accountTopics } from './topics/accounts.ts'
import { certificateTopics } from './topics/certificates.ts'
import { correctionTopics } from './topics/corrections.ts'
import { courseTopics } from './topics/courses.ts'
import { classTopics } from './topics/classes.ts'
import { declarationTopics } from './topics/declarations.ts'
import { claimTopics } from './topics/insight.ts'
import { caseTopics } from './topics/integrity.ts'
import { yearTopics } from './topics/ledger.ts'
import { unitTopics } from './topics/orgs.ts'
import { personTopics } from './topics/people.ts'
import { taskTopics } from './topics/tasks.ts'
import type { TopicTexts } from './topics/topic-text.ts'

/** Every topic that the system tells of. A message of a topic that is not here cannot be written. */
export const topics = {
  ...taskTopics,
  ...accountTopics,
  ...unitTopics,
  ...personTopics,
  ...certificateTopics,
  ...yearTopics,
  ...courseTopics,
  ...classTopics,
  ...declarationTopics,
  ...caseTopics,
  ...claimTopics,
  ...correctionTopics,
} as const satisfies TopicTexts
export type Topic = keyof typeof topics

import { readHome } from '@xueshi/contract/insight'
import { readOwnProfile } from '@xueshi/contract/people'
import { listEmployments } from '@xueshi/contract/people/employments'

/** What a change of one's employment makes old. */
export const refreshed = [listEmployments, readOwnProfile, readHome]

import type { Template, TemplateRow } from '@xueshi/contract/certificates/templates'
import type { Tone } from '../ui/status.tsx'
import type { TimelineEvent } from '../ui/timeline.tsx'

const states: Record<TemplateRow['state'], { text: string; tone: Tone }> = {
  draft: { text: '草稿', tone: 'neutral' },
  published: { text: '已发布', tone: 'ok' },
  discarded: { text: '已作废', tone: 'past' },
  retired: { text: '已停用', tone: 'past' },
}
const standings: Record<'current' | 'coming' | 'past', { text: string; tone: Tone }> = {
  current: { text: '现行', tone: 'ok' },
  coming: { text: '待生效', tone: 'waiting' },
  past: { text: '已被新版替代', tone: 'past' },
}

/** A published one in the words of how it stands today. */
export const standingText = ({ state, standing }: Pick<TemplateRow, 'state' | 'standing'>) =>
  standing ? standings[standing] : states[state]

/** Who wrote it last, who published it and who ended it, newest first. */
export function eventsOf({
  published,
  retired,
  drafterName,
  updatedAt,
}: Template): TimelineEvent[] {
  return [
    ...(retired
      ? [
          {
            at: retired.at,
            what: '停用',
            who: retired.by,
            why: retired.reason,
            tone: 'bad' as const,
          },
        ]
      : []),
    ...(published
      ? [{ at: published.at, what: '发布', who: published.by, tone: 'ok' as const }]
      : []),
    { at: updatedAt, what: '保存', who: drafterName },
  ]
}

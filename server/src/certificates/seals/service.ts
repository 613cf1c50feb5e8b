import { sealLimit, sealPixels } from '@xueshi/contract/certificates/templates'
import type { Sharp } from 'sharp'
import * as orgs from '../../orgs/service.ts'
import { pictures } from '../../platform/pictures.ts'
import type { Platform } from '../../platform/platform.ts'
import { places } from './store.ts'

/** Below this of 255, a dot shows what lies under it. */
const seenThrough = 250

/**
 * A seal as a PNG of its own size in print, with nothing that came beside the picture. Its ground must be
 * transparent, or it would cover the words that it stands on.
 */
async function asSeal(sent: Sharp) {
  const { width, height } = await sent.metadata()
  const { leastPixels, mostPixels } = sealLimit
  if (Math.min(width, height) < leastPixels || Math.max(width, height) > mostPixels) return null
  const { channels, isOpaque } = await sent.stats()
  const alpha = channels[3]
  if (isOpaque || !alpha || alpha.min > seenThrough || alpha.max === 0) return null
  const bytes = await sent
    .clone()
    .toColourspace('srgb')
    .resize({ width: sealPixels, height: sealPixels, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 9, palette: false })
    .toBuffer()
  return { bytes, type: 'image/png' as const }
}

const seals = pictures({
  kind: 'seal',
  places,
  limitBytes: sealLimit.bytes,
  types: ['image/png'],
  rewrite: asSeal,
})

export const { add, presentUpload, readOwn } = seals
/** What uploads are told about the places of seals. */
export const sealReceiver = seals.receiver
/** What may be looked at under a ticket, which is issued only to those who may see the template. */
export const sealFiles = seals.files

/** Seals that were tried and not used go after two days. */
export const sweep = (platform: Platform): Promise<void> => seals.sweep(orgs.systemActor(platform))

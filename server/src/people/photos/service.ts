import { photoLimit, photoSize, photoTypes } from '@xueshi/contract/people/photos'
import type { Sharp } from 'sharp'
import * as orgs from '../../orgs/service.ts'
import { pictures } from '../../platform/pictures.ts'
import type { Platform } from '../../platform/platform.ts'
import { places } from './store.ts'

/** The picture as a JPEG of the size of a passport photo, turned upright. */
const asPhoto = async (sent: Sharp) => ({
  bytes: await sent
    .autoOrient()
    .resize({ ...photoSize, fit: 'cover', position: 'attention' })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer(),
  type: 'image/jpeg' as const,
})

const photos = pictures({
  kind: 'photo',
  places,
  limitBytes: photoLimit.bytes,
  types: photoTypes,
  rewrite: asPhoto,
})

export const { add, presentUpload, readOwn } = photos
/** What uploads are told about the places of photos. */
export const photoReceiver = photos.receiver
/** What may be looked at under a ticket, which is issued only to those who may see the profile. */
export const photoFiles = photos.files

/** Photos that were tried and not used go after two days. */
export const sweep = (platform: Platform): Promise<void> => photos.sweep(orgs.systemActor(platform))

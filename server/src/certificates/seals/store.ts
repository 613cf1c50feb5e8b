import { picturePlaces } from '../../platform/picture-places.ts'

export const places = picturePlaces({
  pictures: 'certificate_seals',
  users: 'certificate_templates',
  column: 'seal_id',
  name: 'seal.png',
})

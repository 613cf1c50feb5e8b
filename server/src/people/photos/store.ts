import { picturePlaces } from '../../platform/picture-places.ts'

export const places = picturePlaces({
  pictures: 'photos',
  users: 'profiles',
  column: 'photo_id',
  name: 'photo.jpg',
})

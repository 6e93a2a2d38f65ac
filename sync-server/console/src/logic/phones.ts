import type { Person } from '../api/types'

/** The phones of a person that are in use. A browser's key is no phone. */
export function phonesInUse(person: Person): Person['devices'] {
  return person.devices.filter((device) => !device.revoked && !device.label.startsWith('浏览器'))
}

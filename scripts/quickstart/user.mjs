import { chownSync, mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { existingUser, unprivilegedUser, userCan } from '../test/account.mjs'

const FALLBACK = 'pglift-quickstart'

/** The user that the instance belongs to, with the directory of the site, which nobody else can enter. */
export function userOf(place) {
  const user = place.record.user === undefined ? choose(place) : again(place.record.user)
  mkdirSync(place.site, { recursive: true, mode: 0o700 })
  chownSync(place.site, user.uid, user.gid)
  if (!userCan(user, 'test', '-w', place.site))
    throw new Error(`user ${user.name} cannot reach ${place.site}: choose another directory by --directory`)
  return user
}

function choose(place) {
  const user = unprivilegedUser(FALLBACK)
  if (user.made) console.log(`setup: system user ${user.name}`)
  place.remember({ user: user.name, madeUser: user.made })
  return user
}

/** The user of an earlier run; another user than root and that one is refused. */
export function again(name) {
  if (process.getuid() === 0) return existingUser(name)
  if (userInfo().username === name) return unprivilegedUser(name)
  throw new Error(`what is there was made for user ${name}: run ./quickstart as that user, or as root`)
}

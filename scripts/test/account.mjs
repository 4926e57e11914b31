// pglift and PostgreSQL refuse root: started as root, the tests and ./quickstart work as another user, from a checkout
// and with a Node that this user can reach.
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { basename, dirname } from 'node:path'
import { run, succeeds } from './run.mjs'

/** Where programs are looked for on behalf of another user: root's own PATH may lead through folders closed to others. */
export const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin']

/** What no copy of the checkout needs. */
const NOT_COPIED = ['.git', 'coverage']

/**
 * The user to work as: ourselves, or for root `postgres`, made by PostgreSQL's packages; where there is none the system
 * user `fallback`, which is made. Returns `{name, uid, gid, home, prefix, made}`: `prefix` in front of a command runs it
 * as that user, `made` tells whether the user is new.
 */
export function unprivilegedUser(fallback) {
  if (process.getuid() !== 0) {
    const { username, uid, gid } = userInfo()
    return { name: username, uid, gid, home: homedir(), prefix: [], made: false }
  }
  const name = succeeds('id', ['postgres']) ? 'postgres' : fallback
  const made = !succeeds('id', [name])
  if (made) run('useradd', ['--system', '--user-group', '--no-create-home', name])
  return { ...existingUser(name), made }
}

/** Another user, by name, for root; as `unprivilegedUser` returns it. */
export function existingUser(name) {
  const uid = Number(run('id', ['-u', name]))
  const gid = Number(run('id', ['-g', name]))
  const home = run('getent', ['passwd', name]).split(':')[5]
  // `env`: setpriv itself still executes files that only root can reach.
  const prefix = ['setpriv', '--reuid', uid, '--regid', gid, '--init-groups', 'env'].map(String)
  return { name, uid, gid, home, prefix, made: false }
}

/** Whether a command of that user ends with status 0. */
export function userCan(user, ...command) {
  const [program, ...args] = [...user.prefix, ...command]
  return succeeds(program, args, { cwd: '/' })
}

/** The checkout at `root`, or a copy of it at `copy` when the user cannot read all of it (cloned below a private home). */
export function readableCheckout(root, copy, user) {
  const unwanted = NOT_COPIED.flatMap((name) => ['-name', name, '-o']).slice(0, -1)
  const search = ['find', '.', '(', ...unwanted, ')', '-prune', '-o', '!', '-type', 'l', '!', '-readable']
  const script = 'cd "$0" && exec "$@"'
  const [program, ...args] = [...user.prefix, 'sh', '-c', script, root, ...search, '-print', '-quit']
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', cwd: '/' })
  if (status === 0 && stdout === '') return root
  console.log(`setup: user ${user.name} cannot read ${root}: working from a copy, ${copy}`)
  rmSync(copy, { recursive: true, force: true })
  const wanted = (source) => !NOT_COPIED.includes(basename(source))
  // The times tell what is built from what.
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, filter: wanted })
  run('chmod', ['-R', 'a+rX', copy])
  return copy
}

/** This very Node, or a copy of it at `copy` when the user cannot reach it. */
export function reachableNode(copy, user) {
  if (userCan(user, process.execPath, '--version')) return process.execPath
  mkdirSync(dirname(copy), { recursive: true })
  rmSync(copy, { force: true })
  copyFileSync(process.execPath, copy)
  chmodSync(copy, 0o755)
  if (!userCan(user, copy, '--version'))
    throw new Error(`user ${user.name} cannot run ${process.execPath} nor a copy of it, ${copy}`)
  return copy
}

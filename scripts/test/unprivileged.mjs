// PostgreSQL and pglift refuse root: started as root, the tests run as another user, with an environment that holds
// nothing of root's, from a checkout and with a Node that this user can reach.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { run, succeeds } from './run.mjs'

const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/sbin', '/sbin']

/** The user that tests run as: ourselves, or for root `postgres`, made by PostgreSQL's packages, or one of our own. */
function chooseUser() {
  if (process.getuid() !== 0) return { name: userInfo().username, uid: process.getuid(), prefix: [] }
  const name = succeeds('id', ['postgres']) ? 'postgres' : 'pglift-test'
  if (!succeeds('id', [name])) run('useradd', ['--system', '--user-group', '--no-create-home', name])
  const uid = Number(run('id', ['-u', name]))
  const gid = Number(run('id', ['-g', name]))
  // `env`: setpriv itself still executes files that only root can reach.
  return {
    name,
    uid,
    gid,
    prefix: ['setpriv', '--reuid', uid, '--regid', gid, '--init-groups', 'env'].map(String),
  }
}

/** A short path: a PostgreSQL socket's path has at most 107 bytes. */
function scratchFolder(user) {
  // root's own TMPDIR may be closed to others.
  const scratch = mkdtempSync(join(user.prefix.length > 0 ? '/tmp' : tmpdir(), 'plt-'))
  chmodSync(scratch, 0o755)
  for (const name of ['home', 'tmp']) {
    mkdirSync(join(scratch, name))
    if (user.prefix.length > 0) run('chown', [`${user.uid}:${user.gid}`, join(scratch, name)])
  }
  return scratch
}

/** Processes whose command line or environment names `scratch`: started by the tests and left behind. */
function leftProcesses(scratch) {
  const read = (pid, file) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8')
    } catch {
      return ''
    }
  }
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => read(pid, 'cmdline').includes(scratch) || read(pid, 'environ').includes(scratch))
    .map((pid) => ({ pid: Number(pid), command: read(pid, 'cmdline').replaceAll('\0', ' ').trim() }))
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** The checkout, or a copy of it in `scratch` when the user cannot read all of it (cloned below a private home). */
function readableCheckout(root, scratch, user) {
  const search = "find . '(' -name .git -o -name coverage ')' -prune -o ! -type l ! -readable -print -quit"
  const [program, ...args] = [...user.prefix, 'sh', '-c', `cd "$0" && ${search}`, root]
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  if (status === 0 && stdout === '') return root
  const copy = join(scratch, 'checkout')
  console.log(`setup: user ${user.name} cannot read ${root}: the tests run on a copy, ${copy}`)
  const wanted = (source) => !['.git', 'coverage'].includes(basename(source))
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, filter: wanted })
  run('chmod', ['-R', 'a+rX', copy])
  return copy
}

/** This very Node, or a copy of it in `scratch` when the user cannot reach it. */
function reachableNode(scratch, user) {
  const runs = (node) => {
    const [program, ...args] = [...user.prefix, node, '--version']
    return succeeds(program, args)
  }
  if (runs(process.execPath)) return process.execPath
  const copy = join(scratch, 'node/node')
  mkdirSync(dirname(copy))
  copyFileSync(process.execPath, copy)
  chmodSync(copy, 0o755)
  if (!runs(copy)) throw new Error(`user ${user.name} cannot run ${process.execPath} nor a copy of it`)
  return copy
}

function environmentOf(scratch, node) {
  return {
    PATH: [dirname(node), ...SYSTEM_PATH].join(':'),
    HOME: join(scratch, 'home'),
    TMPDIR: join(scratch, 'tmp'),
    LANG: 'C.UTF-8',
    ...(process.env.CI ? { CI: process.env.CI } : {}),
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1', TERM: process.env.TERM ?? 'dumb' } : {}),
  }
}

/**
 * Prepares a place for tests of the checkout at `root`. Returns `{user, reportFile, node, close}`: `node(args, env)`
 * runs Node in the checkout (or its copy) as the unprivileged user and returns its exit status; `close()` removes the
 * place and returns the command lines of processes that the tests left running, which it ended.
 */
export function unprivilegedPlace(root) {
  const user = chooseUser()
  const scratch = scratchFolder(user)
  const cwd = readableCheckout(root, scratch, user)
  const executable = reachableNode(scratch, user)
  const environment = environmentOf(scratch, executable)
  return {
    user: user.name,
    reportFile: (phase) => join(scratch, 'tmp', `${phase}.json`),
    node(args, env = {}) {
      const [program, ...rest] = [...user.prefix, executable, ...args]
      const options = { cwd, env: { ...environment, ...env }, stdio: ['ignore', 'inherit', 'inherit'] }
      return spawnSync(program, rest, options).status
    },
    close() {
      const left = leftProcesses(scratch)
      for (const { pid } of left) end(pid)
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      return left.map(({ command }) => command)
    },
  }
}

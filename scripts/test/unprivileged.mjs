// Where the tests run: as an unprivileged user, in a folder of their own, with an environment that holds nothing of ours.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { reachableNode, readableCheckout, SYSTEM_PATH, unprivilegedUser } from './account.mjs'
import { run } from './run.mjs'

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
 * Prepares a place for tests of the checkout at `root`. Returns `{user, reportFile, node, nodeAsRoot, close}`:
 * `node(args, env)` runs Node in the checkout (or its copy) as the unprivileged user and returns its exit status,
 * `nodeAsRoot` runs it as ourselves; `close()` removes the place and returns the command lines of processes that the tests left running, which it ended.
 */
export function unprivilegedPlace(root) {
  const user = unprivilegedUser('pglift-test')
  const scratch = scratchFolder(user)
  const cwd = readableCheckout(root, join(scratch, 'checkout'), user)
  const executable = reachableNode(join(scratch, 'node/node'), user)
  const environment = environmentOf(scratch, executable)
  const run = (prefix, args, env) => {
    const [program, ...rest] = [...prefix, executable, ...args]
    const options = { cwd, env: { ...environment, ...env }, stdio: ['ignore', 'inherit', 'inherit'] }
    return spawnSync(program, rest, options).status
  }
  return {
    user: user.name,
    reportFile: (phase) => join(scratch, 'tmp', `${phase}.json`),
    node: (args, env = {}) => run(user.prefix, args, env),
    nodeAsRoot: (args, env = {}) => run([], args, env),
    close() {
      const left = leftProcesses(scratch)
      for (const { pid } of left) end(pid)
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      return left.map(({ command }) => command)
    },
  }
}

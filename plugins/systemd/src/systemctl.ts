import { userInfo } from 'node:os'
import { type Effects, type Finished, operational, type RunOptions } from '@pglift/sdk'

/** Which service manager, and how it is called. Steps carry it: undoing must not depend on settings changed since. */
export interface Manager {
  /** That of the user, else the system's. */
  readonly user: boolean
  readonly sudo: boolean
}

type Io = Pick<Effects, 'files' | 'processes'>

/**
 * Variables with which a user's service manager is found, also from a session that has none of its own (su, sudo, cron):
 * XDG_RUNTIME_DIR of somebody else is worse than none.
 */
async function environmentOf({ user }: Manager, { files }: Io): Promise<Record<string, string | undefined>> {
  const plain = { LC_ALL: 'C.UTF-8', SYSTEMD_COLORS: '0', SYSTEMD_PAGER: '' }
  if (!user) return plain
  const { uid } = userInfo()
  const given = process.env.XDG_RUNTIME_DIR
  if (given !== undefined && given !== '' && (await files.status(given))?.uid === uid) return plain
  return { ...plain, XDG_RUNTIME_DIR: `/run/user/${uid}`, DBUS_SESSION_BUS_ADDRESS: undefined }
}

const UNREACHABLE = /Failed to connect to (user scope )?bus|No medium found|\$XDG_RUNTIME_DIR|Host is down/
const PASSWORD =
  /^sudo: (a password is required|.*(terminal|tty) is required|sorry)|is not allowed to execute|may not run sudo|is not in the sudoers file/m
const REFUSED = /Interactive authentication required|Access denied|Permission denied/
const UNKNOWN = /Unit \S+ not found|Unit file \S+ does not exist/

/** What a failed command means, for the known ways of failing. */
export function explained(error: unknown, { user, sudo }: Manager, argv: readonly string[]): unknown {
  const { message, code } = error as { message?: string; code?: string }
  if (code !== 'PGLIFT_COMMAND_FAILED' || message === undefined) return error
  const command = argv.join(' ')
  const { username } = userInfo()
  const failure = (name: string, text: string, hint: string) =>
    operational(name, text, { cause: error, hint })
  if (user && UNREACHABLE.test(message))
    return failure(
      'PGLIFT_SYSTEMD_UNREACHABLE',
      `the service manager of user '${username}' can't be reached (systemctl --user)`,
      `it runs while the user is logged in, or always after 'loginctl enable-linger ${username}' (as root)`,
    )
  if (UNREACHABLE.test(message))
    return failure(
      'PGLIFT_SYSTEMD_UNREACHABLE',
      "the system's service manager can't be reached: was this machine booted with systemd?",
      "remove the section 'systemd' from the site settings to run services without it",
    )
  if (sudo && PASSWORD.test(message))
    return failure(
      'PGLIFT_SYSTEMD_SUDO',
      `sudo does not let user '${username}' run '${command.replace(/^sudo -n (-l )?/, '')}' without a password\n${message.split('\n').slice(1).join('\n')}`.trimEnd(),
      'the README of @pglift/systemd has the lines for /etc/sudoers.d',
    )
  if (!user && !sudo && REFUSED.test(message))
    return failure(
      'PGLIFT_SYSTEMD_REFUSED',
      `the system's service manager refuses '${command}'`,
      "set 'systemd.sudo: true', or 'systemd.user: true', in the site settings",
    )
  if (UNKNOWN.test(message))
    return failure(
      'PGLIFT_SYSTEMD_UNIT',
      message.split('\n').slice(1).join('\n') || message,
      "run 'pglift site-configure install'",
    )
  return error
}

/** Runs a program that talks to the service manager. */
async function run(
  argv: readonly [string, ...string[]],
  manager: Manager,
  io: Io,
  options: Pick<RunOptions, 'accept' | 'input' | 'signal'> = {},
): Promise<Finished> {
  try {
    return await io.processes.run(argv, { ...options, env: await environmentOf(manager, io) })
  } catch (error) {
    throw explained(error, manager, argv)
  }
}

const usesSudo = ({ user, sudo }: Manager): boolean => !user && sudo

const scope = ({ user }: Manager): string => (user ? '--user' : '--system')

/** Runs `systemctl` to change something. */
export function systemctl(
  args: readonly string[],
  manager: Manager,
  io: Io,
  options?: Pick<RunOptions, 'signal'>,
): Promise<Finished> {
  return asRoot(['systemctl', scope(manager), ...args], manager, io, options)
}

/** Runs `systemctl` to look at something, which takes no privileges. */
export function inspect(args: readonly string[], manager: Manager, io: Io): Promise<Finished> {
  return run(['systemctl', scope(manager), ...args], manager, io)
}

/** Runs a program as root, where the site says so. */
export function asRoot(
  argv: readonly [string, ...string[]],
  manager: Manager,
  io: Io,
  options?: Pick<RunOptions, 'accept' | 'input' | 'signal'>,
): Promise<Finished> {
  return run(usesSudo(manager) ? ['sudo', '-n', ...argv] : argv, manager, io, options)
}

/** Fails unless the service manager is there and lets itself be changed: to be asked before the first change. */
export async function requireManager(manager: Manager, io: Io): Promise<void> {
  await inspect(['show', '--property=Version'], manager, io)
  if (usesSudo(manager))
    await run(['sudo', '-n', '-l', 'systemctl', '--system', 'daemon-reload'], manager, io)
}

import { join } from 'node:path/posix'
import { type ComponentSettings, object, path, toggle } from '@pglift/sdk'

/** The section `systemd` of the site settings, resolved. */
export interface SystemdSettings {
  /** Directory of unit files. */
  readonly unit_path: string
  /** Directory of tmpfiles.d(5). */
  readonly tmpfilesd_conf_path: string
  /** Whether services run under the user's own service manager. */
  readonly user: boolean
  readonly sudo: boolean
}

/** Directories that systemd looks into; those of the user unless services are the system's. */
export const defaults: NonNullable<ComponentSettings['defaults']> = ({ env, user, given }) => {
  const ofSystem = user.uid === 0 || String(given.user ?? true).toLowerCase() === 'false'
  if (ofSystem) return { unit_path: '/etc/systemd/system', tmpfilesd_conf_path: '/etc/tmpfiles.d' }
  return {
    unit_path: join(env.XDG_DATA_HOME || join(user.home, '.local/share'), 'systemd/user'),
    tmpfilesd_conf_path: join(env.XDG_CONFIG_HOME || join(user.home, '.config'), 'user-tmpfiles.d'),
  }
}

/** Schema of the section. */
export const schema = object(
  {
    unit_path: path('absolute', {
      description:
        'Directory of unit files. `$XDG_DATA_HOME/systemd/user` by default, `/etc/systemd/system` without `user`.',
      examples: ['/etc/systemd/system'],
    }),
    tmpfilesd_conf_path: path('absolute', {
      description:
        'Directory of the configuration of systemd-tmpfiles. `$XDG_CONFIG_HOME/user-tmpfiles.d` by default, `/etc/tmpfiles.d` without `user`.',
      examples: ['/etc/tmpfiles.d'],
    }),
    user: toggle({
      description: "Services run under the user's own service manager; false: under the system's.",
      default: true,
      examples: [false],
    }),
    sudo: toggle({
      description: "Run what changes something of the system's service manager through sudo.",
      default: false,
      examples: [true],
    }),
  },
  { description: 'Services run by systemd.', examples: [{}, { user: false, sudo: true }] },
)

import { type Performers, performer } from '@pglift/sdk'
import { asRoot, type Manager } from '../systemctl.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Makes the directories that these files of tmpfiles.d ask for. */
    'systemd.tmpfiles': Manager & {
      readonly files: readonly string[]
      readonly directories: readonly string[]
    }
  }
}

/** Directories of runtime files. Undoing leaves them: they go with the next reboot. */
export const tmpfilesSteps: Performers = performer('systemd.tmpfiles', {
  async holds({ directories }, { effects }) {
    for (const directory of directories) if (!(await effects.files.isDirectory(directory))) return false
    return true
  },
  async do({ files, directories: _, ...manager }, { effects }) {
    const scope = manager.user ? ['--user'] : []
    await asRoot(['systemd-tmpfiles', ...scope, '--create', ...files], manager, effects)
  },
  undo: async () => undefined,
})

import { type Performers, performer } from '@pglift/sdk'
import { type Manager, systemctl } from '../systemctl.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Has systemd read its unit files again: `after` they were changed, or, before they are, for when all is undone. */
    'systemd.daemon-reload': Manager & { readonly when: 'after' | 'undone' }
  }
}

/** Whoever can't make it read the files could not before either; one that does not run reads them when it starts. */
const UNCHANGED = new Set(['PGLIFT_SYSTEMD_UNREACHABLE', 'PGLIFT_SYSTEMD_SUDO', 'PGLIFT_SYSTEMD_REFUSED'])

/** Two steps around changes of unit files. */
export const daemonReloadSteps: Performers = performer('systemd.daemon-reload', {
  async do({ when, ...manager }, { effects }) {
    if (when === 'after') await systemctl(['daemon-reload'], manager, effects)
  },
  async undo({ when, ...manager }, _, { effects }) {
    if (when !== 'undone') return
    await systemctl(['daemon-reload'], manager, effects).catch((error: { code?: string }) => {
      if (!UNCHANGED.has(error.code ?? '')) throw error
    })
  },
})

import { operational, type Performers, performer } from '@pglift/sdk'
import { refusalOf } from '../validation.js'
import type { MemberArgs } from './args.js'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Has Patroni look at the file: what it refuses is an error if `enforce`, a warning otherwise. */
    'patroni.validate': MemberArgs & { execpath: string; enforce: boolean }
  }
}

/** Checking a member's file. */
export const validateSteps: Performers = performer('patroni.validate', {
  async do({ execpath, path, enforce }, { effects, log, signal }) {
    const refused = await refusalOf(effects, execpath, { path }, signal)
    if (refused === undefined) return
    const message = `invalid Patroni configuration: ${refused}`
    if (!enforce) return log.warning(message)
    throw operational('PGLIFT_PATRONI_INVALID', message, {
      hint: "correct the site settings or the template patroni/patroni.yaml, or set 'patroni.enforce_config_validation' to false",
    })
  },
  undo: async () => undefined,
})

import { join } from 'node:path'
import { type Performers, performer } from '@pglift/sdk'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Puts the logs of an earlier member of the same name aside: what they say is not about the new one. */
    'patroni.new-logs': { directory: string }
  }
}

const NAMES = ['patroni.log', 'output.log'] as const

/** Logs of members. They stay when a creation is undone: they tell why. */
export const logSteps: Performers = performer('patroni.new-logs', {
  async do({ directory }, { effects: { files } }) {
    await files.makeDirectories(directory, 0o750)
    for (const name of NAMES)
      if (await files.isFile(join(directory, name)))
        await files.rename(join(directory, name), join(directory, `${name}.before`))
  },
  undo: async () => undefined,
})

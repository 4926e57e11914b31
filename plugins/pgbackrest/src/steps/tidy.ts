import { type Performers, performer } from '@pglift/sdk'

declare module '@pglift/sdk' {
  interface StepKinds {
    /** Removes a directory, if it is empty, once all is done: until then it holds former files for undo. */
    'pgbackrest.tidy': { directory: string }
  }
}

/** Directories whose content a plan removes. */
export const tidySteps: Performers = performer('pgbackrest.tidy', {
  holds: async ({ directory }, { effects }) => (await effects.files.status(directory)) === undefined,
  do: async () => undefined,
  undo: async () => undefined,
  settle: async ({ directory }, _, { effects }) => void (await effects.files.removeEmptyDirectory(directory)),
})

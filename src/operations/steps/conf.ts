import { join } from 'node:path'
import { type Performers, performer } from '../../engine/step.js'
import { Secret } from '../../models/secret.js'
import { editConf } from '../../postgresql/conf/edit.js'
import type { ConfValue } from '../../postgresql/conf/value.js'
import { replaceAfterHeader } from '../../postgresql/hba/header.js'
import { editing } from './edit-file.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /** Edits postgresql.conf in place, comments kept; `null` comments a parameter out. */
    'postgresql.configure': { path: string; changes: Readonly<Record<string, ConfValue | Secret | null>> }
    /** Replaces what initdb wrote below the header of pg_hba.conf or pg_ident.conf. */
    'postgresql.authentication': { path: string; body: string }
    /** Keeps initdb's own postgresql.conf: to where a setting returns when it is taken back. */
    'postgresql.keep-initial-conf': { datadir: string }
  }
}

/** Name of the copy of initdb's postgresql.conf in the data directory. */
export const INITIAL_CONF = '.postgresql.conf.initdb'

const keepInitialConf = performer('postgresql.keep-initial-conf', {
  async do({ datadir }, { effects: { files } }) {
    const path = join(datadir, 'postgresql.conf')
    const text = await files.readText(path)
    const mode = (await files.status(path))?.mode ?? 0o600
    if (text !== undefined) await files.write(join(datadir, INITIAL_CONF), text, mode)
  },
  undo: ({ datadir }, _, { effects }) => effects.files.removeFile(join(datadir, INITIAL_CONF)),
})

function revealed(
  changes: Readonly<Record<string, ConfValue | Secret | null>>,
): Record<string, ConfValue | null> {
  const entries = Object.entries(changes)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
  )
}

/** Editing PostgreSQL's configuration files. */
export const confSteps: Performers = {
  ...performer(
    'postgresql.configure',
    editing((text, { path, changes }) => editConf(text, revealed(changes), path)),
  ),
  ...performer(
    'postgresql.authentication',
    editing((text, { body }) => replaceAfterHeader(text, body)),
  ),
  ...keepInitialConf,
}

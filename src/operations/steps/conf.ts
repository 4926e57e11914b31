import { dirname, join } from 'node:path'
import { type Performers, performer, type StepContext, type StepKinds } from '../../engine/step.js'
import { Secret } from '../../models/secret.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import { editConf } from '../../postgresql/conf/edit.js'
import { initialEntries, replacingEdits } from '../../postgresql/conf/initial.js'
import { maskConfPasswords } from '../../postgresql/conf/mask.js'
import type { Conf, ConfValue } from '../../postgresql/conf/value.js'
import { replaceAfterHeader } from '../../postgresql/hba/header.js'
import { maskHbaSecrets } from '../hba/secrets.js'
import type { FollowedParameters } from '../instance/followed-parameters.js'
import { editing } from './edit-file.js'

declare module '../../engine/step.js' {
  interface StepKinds {
    /**
     * Edits postgresql.conf in place, comments kept; `null` comments a parameter out. `replaces`: what else is set in the
     * file, which came from elsewhere, returns to what initdb wrote, or goes.
     */
    'postgresql.configure': {
      path: string
      changes: Readonly<Record<string, ConfValue | Secret | null>>
      replaces?: true
    }
    /** Raises parameters that are set lower than a server that follows the other one may have them. */
    'postgresql.raise': { path: string; least: FollowedParameters }
    /** Replaces what initdb wrote below the header of pg_hba.conf or pg_ident.conf. */
    'postgresql.authentication': { path: string; body: string }
    /** Keeps initdb's own postgresql.conf: to where a setting returns when it is taken back. One that is kept stays. */
    'postgresql.keep-initial-conf': { datadir: string }
  }
}

/** Name of the copy of initdb's postgresql.conf in the data directory. */
export const INITIAL_CONF = '.postgresql.conf.initdb'

const keepInitialConf = performer('postgresql.keep-initial-conf', {
  holds: ({ datadir }, { effects }) => effects.files.isFile(join(datadir, INITIAL_CONF)),
  async do({ datadir }, { effects: { files } }) {
    const path = join(datadir, 'postgresql.conf')
    const bytes = await files.readBytes(path)
    const mode = (await files.status(path))?.mode ?? 0o600
    if (bytes !== undefined) await files.write(join(datadir, INITIAL_CONF), bytes, mode)
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

/** Only what is set: defaults are compared when the configuration is put together. */
function lowerThan(conf: Conf, least: FollowedParameters): Record<string, ConfValue> {
  const lower = Object.entries(least).filter(
    ([name, value]) => conf[name] !== undefined && Number(conf[name]) < value,
  )
  return Object.fromEntries(lower)
}

type Configure = StepKinds['postgresql.configure']

async function configured(text: string, args: Configure, { effects }: StepContext): Promise<string> {
  const { path, replaces } = args
  const changes = revealed(args.changes)
  if (replaces !== true) return editConf(text, changes, path)
  const copy = join(dirname(path), INITIAL_CONF)
  const kept = await effects.files.readText(copy)
  const active = confEntries(parseConf(text, path))
  const initial = initialEntries(kept === undefined ? undefined : confEntries(parseConf(kept, copy)), active)
  return editConf(text, replacingEdits(active, initial, changes), path)
}

/** Editing PostgreSQL's configuration files. */
export const confSteps: Performers = {
  ...performer('postgresql.configure', editing(configured, maskConfPasswords)),
  ...performer(
    'postgresql.raise',
    editing(
      (text, { path, least }) => editConf(text, lowerThan(confEntries(parseConf(text, path)), least), path),
      maskConfPasswords,
    ),
  ),
  ...performer(
    'postgresql.authentication',
    editing((text, { body }) => replaceAfterHeader(text, body), maskHbaSecrets),
  ),
  ...keepInitialConf,
}

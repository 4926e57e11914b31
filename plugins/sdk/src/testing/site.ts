import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realEffects } from '../../../../src/effects/real.js'
import type { StepContext } from '../../../../src/engine/step.js'
import { operational } from '../../../../src/errors/kinds.js'
import type { Component } from '../../../../src/host/component.js'
import { Containment } from '../../../../src/host/containment.js'
import { Sessions } from '../../../../src/host/sessions.js'
import type { ObservedInstance } from '../../../../src/models/instance-identity.js'
import { locateInstance } from '../../../../src/operations/instance/locate.js'
import { stoppedInstance } from '../../../../src/operations/instance/server.js'
import { loadSettings } from '../../../../src/settings/load.js'
import type { SiteSettings } from '../../../../src/settings/types.js'
import type { ContractOptions } from './options.js'

/** Code of the error that connecting to an instance ends with. */
export const NO_SERVER = 'PGLIFT_TESTING_NO_SERVER'

/** A site below a temporary folder, without any instance. */
export interface RehearsedSite {
  readonly settings: SiteSettings
  readonly sessions: Sessions
  readonly containment: Containment
  readonly context: StepContext & { readonly log: StepContext['log'] & { error(message: string): void } }
  /** `15/main`, which does not exist. */
  readonly instance: ObservedInstance
  /** Paths below the folder. */
  files(): readonly string[]
  /** Removes the folder. */
  remove(): void
}

const silent = () => undefined

/** Contains the component as the host does, but in a process of no consequence: the tests' own goes on printing. */
function idleContainment(): Containment {
  const stream = { write: () => true }
  const exit = (code?: unknown): never => {
    throw new Error(`process.exit(${code})`)
  }
  return new Containment({ stdout: stream, stderr: { ...stream }, exit, exitCode: undefined })
}

/** Connections of which every one is refused. */
function noSessions(signal: AbortSignal): Sessions {
  const connect = () => Promise.reject(operational(NO_SERVER, 'there is no server in a contract test'))
  const user = { askPassword: async () => undefined, warn: silent, signal }
  return new Sessions({ connect }, 'postgres', async () => undefined, user)
}

/** Settings with the component's section, checked as the host does. Fails with their faults. */
export async function siteFor(
  component: Component,
  key: string,
  options: ContractOptions,
): Promise<RehearsedSite> {
  const directory = mkdtempSync(join(tmpdir(), 'pglift-contract-'))
  try {
    return await siteIn(directory, component, key, options)
  } catch (error) {
    rmSync(directory, { recursive: true, force: true })
    throw error
  }
}

async function siteIn(
  directory: string,
  component: Component,
  key: string,
  { section, postgresql }: ContractOptions,
): Promise<RehearsedSite> {
  const bindir = join(directory, 'postgresql/bin')
  mkdirSync(bindir, { recursive: true })
  writeFileSync(join(bindir, 'pg_ctl'), '')
  chmodSync(join(bindir, 'pg_ctl'), 0o755)
  const document = {
    prefix: directory,
    run_prefix: join(directory, 'run'),
    postgresql: { bindir: null, versions: [{ version: '15', bindir }], default_version: '15', ...postgresql },
    [key]: JSON.parse(JSON.stringify(section).replaceAll('DIRECTORY', directory)) as unknown,
  }
  writeFileSync(join(directory, 'settings.yaml'), JSON.stringify(document))
  const effects = realEffects()
  const { settings } = await loadSettings({
    env: { PGLIFT_CONFIG_DIR: directory, PATH: process.env.PATH },
    reader: effects.files,
    sections: [{ ...component.section, key, component: component.name }],
  })
  const located = locateInstance(settings, '15', 'main')
  const log = { debug: silent, info: silent, warning: silent, error: silent }
  const signal = new AbortController().signal
  return {
    settings,
    sessions: noSessions(signal),
    containment: idleContainment(),
    context: { effects, log, signal, operationId: 'contract' },
    instance: stoppedInstance(located, 5432, join(directory, 'run')),
    files: () => readdirSync(directory, { recursive: true }).map(String),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

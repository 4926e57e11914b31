import { createHash } from 'node:crypto'
import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { shownConfValue } from '../../postgresql/conf/secrets.js'
import { obfuscateConninfo } from '../../postgresql/conninfo.js'
import { observeContent } from '../database/content.js'
import { observeDatabases } from '../database/observe.js'
import { shownConninfo } from '../database/subscriptions.js'
import { readHba } from '../hba/file.js'
import { maskHbaSecrets } from '../hba/secrets.js'
import { componentFields } from '../instance/component-fields.js'
import { declaresObjects } from '../instance/objects.js'
import { observeSlots } from '../instance/slots.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { passwordsOnPort } from '../passfile/edit.js'
import { passfilePort, readPassfile } from '../passfile/plan.js'
import { observeRoles } from '../role/observe.js'
import { controlFile } from '../steps/control-file.js'
import type { PreparedInstance } from './prepare.js'

/** What was seen of each object that a plan is about, as a digest, by what it is called in messages. No secret is in it. */
export type Fingerprint = Readonly<Record<string, string>>

/** Keys of an object in one order, whatever the order they were read in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]))
}

/** JSON text that is the same for equal values. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? ''
}

function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

const ABSENT = 'absent'

/** An MD5 hash could be searched for its password; a SCRAM verifier tells nothing without its salt. */
function verifierMark(verifier: string | undefined): string | null {
  if (verifier === undefined) return null
  return verifier.startsWith('SCRAM-') ? digest(verifier) : 'other'
}

/** pg_control changes with every start and stop: of a stopped instance it tells whether anybody used it. */
async function controlDigest(
  { effects }: Host,
  { datadir, running }: ObservedInstance,
): Promise<string | null> {
  if (running) return null
  const bytes = await effects.files.readBytes(controlFile(datadir))
  return bytes === undefined ? null : createHash('sha256').update(bytes).digest('hex')
}

async function ofFiles(host: Host, { id, desired, observed }: PreparedInstance): Promise<Fingerprint> {
  if (observed === undefined) return { [`instance ${id}`]: ABSENT }
  const { systemIdentifier, dataChecksums, running, port, datadir, standby } = observed
  const conninfo = obfuscateConninfo(standby?.primaryConninfo ?? '')
  const conf = Object.entries(observed.conf).map(([name, value]) => [name, shownConfValue(name, value)])
  const hba = await readHba(host, observed).catch(() => undefined)
  const follows = standby === null ? null : { conninfo, slot: standby.slot }
  // An instance that goes has no objects to be looked at: what it holds must not have been touched since.
  const control = desired.state === 'absent' ? await controlDigest(host, observed) : null
  return {
    [`instance ${id}`]: digest({ systemIdentifier, dataChecksums, running, port, datadir, follows, control }),
    [`configuration of ${id}`]: digest(Object.fromEntries(conf)),
    [`pg_hba.conf of ${id}`]: digest(maskHbaSecrets(hba?.text ?? '')),
    [`components of ${id}`]: digest(await componentFields(host, observed)),
  }
}

async function ofRoles(host: Host, item: PreparedInstance, running: ObservedInstance): Promise<Fingerprint> {
  const { id, desired } = item
  if (desired.roles.length === 0) return {}
  const names = desired.roles.map(({ name }) => name)
  const observed = await observeRoles(host, running, names)
  const file = await readPassfile(host)
  const entries = passwordsOnPort(file?.text ?? '', passfilePort(running))
  const marks = names.map((name) => {
    const { verifier, ...role } = observed.get(name) ?? {}
    const seen = { ...role, verifier: verifierMark(verifier?.reveal()), pgpass: entries.has(name) }
    return [`role '${name}' of ${id}`, observed.has(name) ? digest(seen) : ABSENT]
  })
  return Object.fromEntries(marks)
}

async function ofDatabases(
  host: Host,
  { id, desired }: PreparedInstance,
  running: ObservedInstance,
): Promise<Fingerprint> {
  if (desired.databases.length === 0) return {}
  const names = desired.databases.map(({ name }) => name)
  const observed = await observeDatabases(host, running, names)
  const marks: [string, string][] = []
  for (const name of names) {
    const state = observed.get(name)
    const key = `database '${name}' of ${id}`
    if (state === undefined) marks.push([key, ABSENT])
    else marks.push([key, digest({ state, content: await contentOf(host, running, name) })])
  }
  return Object.fromEntries(marks)
}

async function contentOf(host: Host, running: ObservedInstance, name: string): Promise<unknown> {
  const content = await observeContent(await host.sessions.to(running, name))
  const subscriptions = content.subscriptions.map((each) => ({
    ...each,
    conninfo: shownConninfo(each.conninfo),
  }))
  return { ...content, subscriptions }
}

async function ofSlots(
  host: Host,
  { id, desired }: PreparedInstance,
  running: ObservedInstance,
): Promise<Fingerprint> {
  if (desired.replication_slots.length === 0) return {}
  const existing = await observeSlots(host, running)
  const marks = desired.replication_slots.map(({ name }) => [
    `replication slot '${name}' of ${id}`,
    existing.has(name) ? 'present' : ABSENT,
  ])
  return Object.fromEntries(marks)
}

/** The names of all databases of an instance that is to go: a plan that deletes names what it deletes. */
async function ofDropped(
  host: Host,
  { id }: PreparedInstance,
  running: ObservedInstance,
): Promise<Fingerprint> {
  return { [`databases of ${id}`]: digest([...(await observeDatabases(host, running)).keys()]) }
}

async function ofServer(host: Host, item: PreparedInstance): Promise<Fingerprint> {
  const { desired, observed } = item
  if (observed === undefined) return {}
  if (item.absent) return observed.running ? ofDropped(host, item, observed) : {}
  if (!declaresObjects(desired)) return {}
  return readingWhileRunning(host, observed, 'plan', async (running) => ({
    ...(await ofRoles(host, item, running)),
    ...(await ofDatabases(host, item, running)),
    ...(await ofSlots(host, item, running)),
  }))
}

/** What the host is now, as far as the manifest is about it. A stopped instance is started for a moment to be asked. */
export async function fingerprint(host: Host, items: readonly PreparedInstance[]): Promise<Fingerprint> {
  const marks: Record<string, string> = {}
  for (const item of items) Object.assign(marks, await ofFiles(host, item), await ofServer(host, item))
  return marks
}

/**
 * How the world differs from what was seen: `role 'bob' of 15/main was changed`, one text an object. Of an instance that
 * came or went since only that is told.
 */
export function differences(before: Fingerprint, now: Fingerprint): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])]
  const isThere = (seen: Fingerprint, name: string) => (seen[name] ?? ABSENT) !== ABSENT
  const cameOrWent = names
    .filter((name) => name.startsWith('instance ') && isThere(before, name) !== isThere(now, name))
    .map((name) => name.slice('instance '.length))
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? ABSENT, now[name] ?? ABSENT]
    if (was === is || cameOrWent.some((id) => name.endsWith(` of ${id}`))) return []
    if (was === ABSENT) return [`${name} was created`]
    return [is === ABSENT ? `${name} is gone` : `${name} was changed`]
  })
}

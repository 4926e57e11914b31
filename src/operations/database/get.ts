import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import type { DatabaseView } from '../../models/results.js'
import type { DatabaseContentRow, DatabaseStateRow } from '../../postgresql/sql/database-queries.js'
import { parseSetconfig } from '../../postgresql/sql/parameters.js'
import { readingWhileRunning } from '../instance/while-running.js'
import { observeContent } from './content.js'
import { databaseNotFound, observeDatabases } from './observe.js'
import { shownConninfo } from './subscriptions.js'

/** A database as a manifest declares it: what is printed can be applied again. No password is in it. */
export function databaseView(state: DatabaseStateRow, content: DatabaseContentRow): DatabaseView {
  const settings = state.settings.map(parseSetconfig).map(({ name, value }) => [name, value])
  return {
    name: state.name,
    owner: state.owner,
    settings: settings.length === 0 ? null : Object.fromEntries(settings),
    schemas: content.schemas,
    extensions: content.extensions,
    locale: state.locale,
    publications: content.publications.map(({ name }) => ({ name })),
    subscriptions: content.subscriptions.map(({ name, conninfo, enabled, publications }) => ({
      name,
      connection: { conninfo: shownConninfo(conninfo) },
      publications,
      enabled,
    })),
    tablespace: state.tablespace,
  }
}

/** Describes a database. Fails when it doesn't exist; a stopped instance is started for it. */
export function getDatabase(host: Host, instance: ObservedInstance, name: string): Promise<DatabaseView> {
  return readingWhileRunning(host, instance, 'database get', async (running) => {
    const state = (await observeDatabases(host, running, [name])).get(name)
    if (state === undefined) throw databaseNotFound(name)
    return databaseView(state, await observeContent(await host.sessions.to(running, name)))
  })
}

import type { DatabaseSubscription } from '../../models/database.js'
import {
  type ConninfoParams,
  formatConninfo,
  parseConninfo,
  withoutPassword,
} from '../../postgresql/conninfo.js'
import type { DatabaseContentRow } from '../../postgresql/sql/database-queries.js'
import {
  createSubscription,
  dropSubscription,
  enableSubscription,
  setSubscriptionConnection,
  setSubscriptionPublications,
} from '../../postgresql/sql/logical-replication.js'
import { hushStatements, type Statement, statement } from '../../postgresql/sql/statement.js'
import { type Change, change, ifExists } from './content-change.js'

type Found = DatabaseContentRow['subscriptions'][number]

/** With the password given or, without one, with that which the subscription has: leaving it out takes nothing away. */
function connectionOf({ connection }: DatabaseSubscription, found?: ConninfoParams): ConninfoParams {
  const password = connection.password?.reveal() ?? found?.password
  return { ...parseConninfo(connection.conninfo), ...(password === undefined ? {} : { password }) }
}

/** Outside of a transaction the server's log can only be hushed for the session. */
function hushed(secret: Statement): Statement[] {
  if (secret.sensitive !== true) return [secret]
  const hush = hushStatements('session')
  const reset = hush.map(({ text }) => statement(text.replace(/^SET (\S+) .*$/, 'RESET $1')))
  return [...hush, secret, ...reset]
}

function creation(dbname: string, subscription: DatabaseSubscription): Change {
  const { name, publications, enabled } = subscription
  const conninfo = formatConninfo(connectionOf(subscription))
  return change(
    `creating subscription '${name}' in database ${dbname}`,
    hushed(createSubscription(name, { conninfo, publications, enabled })),
    [ifExists(dropSubscription(name))],
  )
}

const sorted = (record: object): string => JSON.stringify(Object.entries(record).sort())

const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  sorted(one.toSorted()) === sorted(other.toSorted())

/** The former connection may hold a password, which no journal keeps: that change has no undo. */
function alteration(dbname: string, subscription: DatabaseSubscription, found: Found): Change[] {
  const { name, publications, enabled } = subscription
  const former = parseConninfo(found.conninfo)
  const connection = connectionOf(subscription, former)
  const changes: Change[] = []
  const add = (statements: readonly Statement[], undo?: readonly Statement[]) => {
    const title = `altering subscription '${name}' in database ${dbname}`
    changes.push(change(changes.length === 0 ? title : undefined, statements, undo))
  }
  if (!sameNames(publications, found.publications)) {
    const refresh = enabled && found.enabled
    const set = (names: readonly string[]) => [setSubscriptionPublications(name, names, { refresh })]
    add(set(publications), set(found.publications))
  }
  if (enabled !== found.enabled)
    add([enableSubscription(name, enabled)], [enableSubscription(name, found.enabled)])
  if (sorted(connection) !== sorted(former))
    add([setSubscriptionConnection(name, formatConninfo(connection))])
  return changes
}

/** What brings the subscriptions of a database to those declared; others are left alone. */
export function subscriptionChanges(
  dbname: string,
  desired: readonly DatabaseSubscription[],
  observed: DatabaseContentRow['subscriptions'],
): Change[] {
  return desired.flatMap((subscription) => {
    const { name, state } = subscription
    const found = observed.find((known) => known.name === name)
    if (state === 'absent')
      return found ? [change(`dropping subscription '${name}'`, [dropSubscription(name)])] : []
    return found === undefined ? [creation(dbname, subscription)] : alteration(dbname, subscription, found)
  })
}

/** A subscription's connection string as it may be shown. */
export function shownConninfo(conninfo: string): string {
  return formatConninfo(withoutPassword(parseConninfo(conninfo)))
}

import { hasPassword, parseConninfo } from '../conninfo.js'
import { quoteIdentifier, quoteIdentifiers, quoteLiteral } from './quote.js'
import { type Statement, statement } from './statement.js'

/** `CREATE PUBLICATION ... FOR ALL TABLES`. */
export function createPublication(name: string): Statement {
  return statement(`CREATE PUBLICATION ${quoteIdentifier(name, 'publication')} FOR ALL TABLES`)
}

export function dropPublication(name: string): Statement {
  return statement(`DROP PUBLICATION ${quoteIdentifier(name, 'publication')}`)
}

export interface SubscriptionOptions {
  /** Connection string to the publisher, with its password when it needs one. */
  conninfo: string
  publications: readonly string[]
  enabled?: boolean
}

/**
 * `CREATE SUBSCRIPTION`. It connects to the publisher at once to make its slot there, also when `enabled` is false.
 */
export function createSubscription(
  name: string,
  { conninfo, publications, enabled = true }: SubscriptionOptions,
): Statement {
  const text = `CREATE SUBSCRIPTION ${quoteIdentifier(name, 'subscription')} CONNECTION ${quoteLiteral(conninfo)}`
  const list = quoteIdentifiers(publications, 'publication')
  return statement(`${text} PUBLICATION ${list} WITH (enabled = ${enabled})`, {
    outsideTransaction: true,
    ...secrecy(conninfo),
  })
}

export function setSubscriptionConnection(name: string, conninfo: string): Statement {
  const text = `ALTER SUBSCRIPTION ${quoteIdentifier(name, 'subscription')} CONNECTION ${quoteLiteral(conninfo)}`
  return statement(text, secrecy(conninfo))
}

/** `ALTER SUBSCRIPTION ... SET PUBLICATION`; an enabled subscription is refreshed, which asks the publisher. */
export function setSubscriptionPublications(
  name: string,
  publications: readonly string[],
  { refresh = true } = {},
): Statement {
  const list = quoteIdentifiers(publications, 'publication')
  const text = `ALTER SUBSCRIPTION ${quoteIdentifier(name, 'subscription')} SET PUBLICATION ${list}`
  if (!refresh) return statement(`${text} WITH (refresh = false)`)
  return statement(text, { outsideTransaction: true })
}

export function enableSubscription(name: string, enabled: boolean): Statement {
  return statement(
    `ALTER SUBSCRIPTION ${quoteIdentifier(name, 'subscription')} ${enabled ? 'ENABLE' : 'DISABLE'}`,
  )
}

/** `DROP SUBSCRIPTION`, which also drops its slot at the publisher. */
export function dropSubscription(name: string): Statement {
  return statement(`DROP SUBSCRIPTION ${quoteIdentifier(name, 'subscription')}`, { outsideTransaction: true })
}

function secrecy(conninfo: string): { sensitive?: true } {
  return hasPassword(parseConninfo(conninfo)) ? { sensitive: true } : {}
}

import type { Draft, Rule } from './model.js'
import { isSet, rule, valueError } from './rules.js'

/** Methods of pg_hba.conf that ask for a password (PostgreSQL documentation, "Password Authentication"). */
const PASSWORD_METHODS: readonly unknown[] = ['password', 'md5', 'scram-sha-256']

/** Rules over several fields of an instance. */
export const instanceRules: readonly Rule[] = [
  {
    reads: ['settings'],
    check: ({ settings }) =>
      Object.entries((settings ?? {}) as Draft)
        .filter(([key]) => key.toLowerCase() === 'port')
        .map(([, value]) =>
          valueError(['settings'], "'port' entry is disallowed; use the main 'port' field", { port: value }),
        ),
  },
  rule('surole_password', ['auth', 'state'], (value, { operation, authLocal, upgrading }) => {
    if (operation !== 'create' || upgrading || value.state === 'absent' || isSet(value.surole_password))
      return
    const method = (value.auth as { local?: unknown } | null | undefined)?.local ?? authLocal
    return PASSWORD_METHODS.includes(method)
      ? `a value is required per local authentication method '${method}'`
      : undefined
  }),
  rule('replication_slots', ['standby'], ({ replication_slots, standby }) => {
    const slots = (replication_slots ?? []) as readonly unknown[]
    const follows = isSet(standby) && (standby as Draft).status !== 'promoted'
    return follows && slots.length > 0 ? 'replication slots cannot be set on a standby instance' : undefined
  }),
]
